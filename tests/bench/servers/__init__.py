"""What ours is compared with, and our own web process without the brake on floods."""
