"""What the carrier says when it does not take a request: its numbers, its words."""

from django.http import JsonResponse

WORDS = {
    20001: "Unknown parameters",
    20002: "Invalid parameters",
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21205: "Invalid URL",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Phone Number",
    21603: "A 'From' phone number is required",
    21604: "A 'To' phone number is required",
    21606: "The 'From' phone number is not one of this account",
    21609: "Invalid 'StatusCallback' URL",
    21610: "Attempt to send to unsubscribed recipient",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21619: "A text message body or media urls must be specified",
}


class NotTaken(Exception):
    """The carrier refuses. Holds numbers only: nobody's words and no phone number."""

    def __init__(self, code: int, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status

    def as_response(self) -> JsonResponse:
        answer = JsonResponse(
            {
                "code": self.code,
                "message": WORDS[self.code],
                "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
                "status": self.status,
            },
            status=self.status,
        )
        if self.status == 401:
            answer["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        if self.status == 429:
            answer["Retry-After"] = "2"
        return answer
