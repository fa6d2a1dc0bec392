"""Keys to words, settings of the service, and signs of life of its processes."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from config import clock, sealing


class DataKey(models.Model):
    """One wrapped key, for the words of one conversation or one escalation. Deleting it shreds them."""

    purpose = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["wrapped_by"], name="keys_by_what_wraps_them")]
        triggers = [
            # A process that began before a key-encryption key was destroyed must not store anything under it.
            pgtrigger.Trigger(
                name="not_under_a_destroyed_key",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF EXISTS (
                    SELECT 1 FROM config_wrappingkey k WHERE k.name = NEW.wrapped_by AND k.retired_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'This key-encryption key was destroyed.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"key {self.pk} ({self.purpose})"

    @classmethod
    def make(cls, purpose: str) -> "DataKey":
        """A new key, stored wrapped."""
        wrapped_by, wrapped = sealing.new_wrapped_key()
        return cls.objects.create(purpose=purpose, wrapped=wrapped, wrapped_by=wrapped_by)

    def unwrapped(self) -> bytes:
        """The 32 bytes. Raises sealing.CannotOpen."""
        key = sealing.KEYS.get(self.pk)
        if key is None:
            key = sealing.unwrap(self.wrapped_by, bytes(self.wrapped))
            sealing.KEYS.put(self.pk, key)
        return key


class WrappingKey(models.Model):
    """The life of one key-encryption key. The key itself is a file outside the database."""

    name = models.CharField(max_length=60, primary_key=True)
    made_at = models.DateTimeField()
    # When every data key was under this one, and none under an older.
    rewrapped_at = models.DateTimeField(null=True)
    # When it was destroyed. From then on nothing can be stored under it.
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class KeyProof(models.Model):
    """A restored copy of the database was opened: with key-encryption keys from `needs_from` on, and no older ones."""

    at = models.DateTimeField(default=clock.now)
    needs_from = models.CharField(max_length=60)
    keys_opened = models.PositiveIntegerField()
    texts_opened = models.PositiveIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_key_proofs", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"proof {self.pk}"


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Words people wrote. Text in Python, sealed bytes in the database.

    The model says under which key with `sealing_key() -> DataKey`, and who it is for the associated
    data with `sealing_place() -> (owner, client id)`. Both must be known before words are assigned.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _SealedText(self))

    def value_from_object(self, obj: Any) -> Any:
        return obj.__dict__.get(self.attname)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        return model_instance.__dict__.get(self.attname)


class _SealedText:
    def __init__(self, field: SealedTextField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        sealed = instance.__dict__.get(self.field.attname)
        if not sealed:
            return None if sealed is None else ""
        key = instance.sealing_key()
        return sealing.unseal(key.unwrapped(), sealed, about=self._about(instance, key))

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, str):
            key = instance.sealing_key()
            value = sealing.seal(key.unwrapped(), value, about=self._about(instance, key))
        instance.__dict__[self.field.attname] = value

    def _about(self, instance: Any, key: DataKey) -> bytes:
        owner, client_id = instance.sealing_place()
        table = instance._meta.db_table
        column = self.field.column
        # A message's one text keeps the plain table name: the journal seals it without the ORM.
        name = table if column == "body" else f"{table}.{column}"
        return sealing.place_of(name, owner, client_id, key.pk)


class BackupMade(models.Model):
    """A backup was written: when, to which file, how large, which hash, which key it needs. Never changed."""

    at = models.DateTimeField(default=clock.now)
    name = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key_name = models.CharField(max_length=60)
    rows = models.BigIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_backups_made", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"backup {self.name}"


class SettingVersion(models.Model):
    """One value of one setting of the service, from a moment on. Never edited: a change is a new version."""

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    value = models.JSONField()
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_value_a_version")]
        triggers = [pgtrigger.Protect(name="keep_settings", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class ProcessSeen(models.Model):
    """When a background process last said that it is well. Readiness and the watchdog read it."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()
    detail = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.name
