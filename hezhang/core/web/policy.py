"""What a page may use of the device, told to the browser; what no page of ours uses, nothing injected may use either."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The position is asked for during a walk (static/js/walk/places.js), and the screen kept awake for its track; photos come
# through a file field, which needs nothing.
USED = ("geolocation", "screen-wake-lock")
UNUSED = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
HEADER = "Permissions-Policy"
POLICY = ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in UNUSED)])


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the header on every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, POLICY)
        return response

    return answer
