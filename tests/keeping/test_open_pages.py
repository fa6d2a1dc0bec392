"""H22 in the running service: a page that is open on words which are erased lets them go."""

from tests.chat.doors import aisha_at_the_door
from tests.house import House


def test_h22_a_page_that_is_open_on_erased_words_is_closed(house: House) -> None:
    aisha = aisha_at_the_door(house)
    with aisha.opens() as page:
        aisha.resumes(page)
        aisha.says(page, "this will be gone")
        house.wait_until(lambda: not unread(house, aisha.conversation), "it is read")
        house.sql(
            "UPDATE chat_conversation SET state = 'closed_by_yp', ended_at = opened_at + interval '1 second',"
            " reply_due_at = NULL, waiting_since = NULL WHERE id = %s",
            aisha.conversation,
        )
        # Another page of the same person's: their cookie stays good, and only what was erased has to go.
        house.sql(
            "INSERT INTO config_datakey (purpose, wrapped, wrapped_by, created_at)"
            " SELECT 'forum posts', wrapped, wrapped_by, created_at FROM config_datakey ORDER BY id DESC LIMIT 1"
        )
        house.sql(
            "INSERT INTO chat_member (key_id, young_person_id, nickname, age_band, joined_at)"
            " SELECT (SELECT max(id) FROM config_datakey), young_person_id, 'kept-' || id, '', opened_at"
            " FROM chat_conversation WHERE id = %s",
            aisha.conversation,
        )

        said = house.manage("erase", "--conversation", str(aisha.conversation), "--yes")

        assert "can no longer be read here" in said
        assert page.wait_closed(timeout=15) == 4403
    assert house.sql("SELECT key_id FROM chat_conversation WHERE id = %s", aisha.conversation) == [(None,)]
    kept = "SELECT cookie_hash IS NOT NULL, epoch FROM chat_youngperson y JOIN chat_conversation c"
    assert house.sql(f"{kept} ON c.young_person_id = y.id WHERE c.id = %s", aisha.conversation) == [(True, 0)]


def unread(house: House, conversation: int) -> int:
    [(count,)] = house.sql(
        "SELECT count(*) FROM chat_message WHERE conversation_id = %s AND reading = 'pending'", conversation
    )
    return int(count)
