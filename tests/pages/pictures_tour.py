"""The pictures of docs/tour.md that the story in pictures.py does not pass by."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.pictures_album import Album
from tests.pages.pictures_scene import a_month, a_rota
from tests.pages.story import answer, sign_in, take_next
from tests.pages.test_forum import begins, puts_up
from tests.pages.test_passkeys import with_authenticator
from tests.pages.test_review import LOW, somebody_writes

WORDS = (
    ("does it get easier after a move", "we moved in the summer and i still eat lunch on my own\n\nis it just me"),
    ("my mum is ill and i do everything", "i cook and i get my brother to school. i am so tired. i love her though"),
    ("what do you do when you cant sleep", "i just lie there and everything goes round and round. any ideas welcome"),
)
PHONE, WIDE = (360, 740), (1280, 800)


def tour(house: House, somebody: Callable[[], Page], album: Album) -> None:
    """Every role's page in turn."""
    by_text(house, somebody, album)
    in_the_forum(house, somebody, album)
    planned(house, somebody, album)
    ines = sign_in(somebody(), house, "ines")
    album.for_the_docs(ines, "audit", *WIDE)
    maya = sign_in(somebody(), house, "maya")
    maya.goto(f"{house.base_url}/month/?month={a_month(house)}")
    album.for_the_docs(maya, "month", *WIDE)
    door = with_authenticator(somebody())
    door.goto(f"{house.base_url}/staff/sign-in/")
    expect(door.get_by_role("button", name="Use a passkey")).to_be_visible()
    album.for_the_docs(door, "sign-in", 720, 720)


def by_text(house: House, somebody: Callable[[], Page], album: Album) -> None:
    """A text, taken on a console, and the answer on the phone."""
    sam, phones = sign_in(somebody(), house, "sam"), somebody()
    sam.set_viewport_size({"width": 1440, "height": 900})
    phones.goto(f"{house.base_url}/practice-phone/")
    phone = phones.locator("[data-phone='1']")
    phone.get_by_label("Write a text").fill("cant talk at home. can i text")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(sam.locator("[data-part=waiting-pill]")).to_contain_text("1 waiting")
    take_next(sam)
    sam.locator(".mine__row").last.click()
    answer(sam, "Hi, I'm Sam. Yes, text is fine. What is going on at home?")
    expect(phone.get_by_text("What is going on at home?")).to_be_visible()
    expect(phone.locator(".text--us[data-state=there]")).to_have_count(2)
    album.for_the_docs(phones, "texts", 760, 860)


def in_the_forum(house: House, somebody: Callable[[], Page], album: Album) -> None:
    """What young people see of each other, and what a moderator reads before that."""
    for title, words in WORDS:
        begins(somebody(), house, title, words)
    puts_up(house)
    reader = somebody()
    reader.goto(f"{house.base_url}/forum/")
    album.for_the_docs(reader, "forum", 360, 900)
    somebody_writes(house, "does it get better", LOW)
    ben = sign_in(somebody(), house, "ben")
    ben.set_viewport_size({"width": 1280, "height": 800})
    ben.keyboard.press("Alt+n")
    expect(ben.get_by_role("heading", name="does it get better")).to_be_visible()
    album.for_the_docs(ben, "review", *WIDE)


def planned(house: House, somebody: Callable[[], Page], album: Album) -> None:
    """A week, a month, an empty place; and the same week in the hand of a volunteer."""
    monday, place = a_rota(house)
    rhys = sign_in(somebody(), house, "rhys")
    rhys.goto(f"{house.base_url}/rota/?day={monday}")
    album.for_the_docs(rhys, "rota-week", 1280, 720)
    rhys.goto(f"{house.base_url}/rota/month/?day={monday}")
    album.for_the_docs(rhys, "rota-month", 1280, 860)
    rhys.goto(f"{house.base_url}/rota/gaps/?day={monday}")
    album.for_the_docs(rhys, "rota-gaps", 960, 640)
    rhys.goto(f"{house.base_url}/rota/places/{place}/")
    rhys.get_by_text("cannot").click()
    album.for_the_docs(rhys, "rota-gap", 960, 760)
    nia = sign_in(somebody(), house, "nia")
    nia.goto(f"{house.base_url}/rota/mine/")
    album.for_the_docs(nia, "rota-phone", *PHONE)
