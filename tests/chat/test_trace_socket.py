"""A page that locked itself, over the real socket: nothing is heard until the code word was given."""

from tests.chat.doors import Counsellor, aisha_at_the_door
from tests.house import House

CANARY = "marmalade-lighthouse"


def test_a_locked_page_hears_nothing_until_the_code_word(house: House) -> None:
    aisha = aisha_at_the_door(house, f"he reads my phone {CANARY}")
    sam = Counsellor(house).signs_in().talks_to(aisha)
    aisha.visitor.post("/chat/code-word/", {"code_word": "juniper"})
    page, console = aisha.opens(), sam.opens()
    aisha.resumes(page)
    page.expect("said", place=1)
    sam.resumes(console)

    aisha.visitor.post("/chat/lock/")
    assert page.wait_closed() == 4403
    sam.says(console, "are you still there, Robin?")
    assert aisha.visitor.get("/chat/since/?after=0").status == 403

    aisha.visitor.get("/chat/")
    aisha.visitor.post("/chat/unlock/", {"forgot": "1"})
    with aisha.opens() as page:
        aisha.resumes(page)
        assert page.expect("state")["shows_from"] == 2
        page.hears_nothing("said")
        assert aisha.says(page, "yes")["place"] == 3

    aisha.visitor.get("/chat/code-word/")
    aisha.visitor.post("/chat/code-word/", {"code_word": "juniper"})
    with aisha.opens() as page:
        aisha.resumes(page)
        assert [page.expect("said", place=place)["body"][:6] for place in (1, 2, 3)] == ["he rea", "are yo", "yes"]
    console.close()
