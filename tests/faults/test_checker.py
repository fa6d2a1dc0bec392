"""The checker of the lab finds what it is there for: each of these logs is wrong in one way."""

import pytest

from tests.faults.lab.book import Book
from tests.faults.lab.checker import Findings, Row, check

Talk = tuple[list[Row], tuple[Book, Book]]


@pytest.fixture
def talk() -> Talk:
    """Three lines each, everything as it should be."""
    hers, his = Book("hers", "young_person", 1), Book("his", "counsellor", 1)
    rows = []
    for place in range(1, 7):
        writer = hers if place % 2 else his
        message_id = writer.write(f"line {place}")
        writer.sends[message_id] += 1
        writer.acknowledge(message_id, place)
        rows.append(Row(place, message_id, writer.by))
        for reader in (hers, his):
            assert reader.show(place, message_id, writer.words[message_id])
    return rows, (hers, his)


def found_in(talk: Talk) -> Findings:
    return check([talk])


def test_a_talk_in_which_nothing_went_wrong_is_clean(talk):
    found = found_in(talk)

    assert found.is_clean
    assert (found.sent, found.acknowledged, found.resent) == (6, 6, 0)


def test_a_message_that_was_acknowledged_and_is_not_stored_is_lost(talk):
    rows, books = talk

    lost = rows.pop()

    assert any(lost.message_id in line and "acknowledged" in line for line in found_in((rows, books)).lost)


def test_a_message_that_was_written_and_never_arrived_is_lost(talk):
    rows, (hers, his) = talk

    never_sent = hers.write("is anybody there")

    assert any(never_sent in line for line in found_in((rows, (hers, his))).lost)


def test_a_message_that_one_screen_does_not_show_is_lost(talk):
    rows, (hers, his) = talk

    his.screen.pop()

    assert found_in((rows, (hers, his))).lost


def test_a_message_in_other_words_is_lost(talk):
    rows, (hers, his) = talk

    place, message_id, _ = his.screen[2]
    his.screen[2] = (place, message_id, "something else")

    assert found_in((rows, (hers, his))).lost


def test_a_message_that_is_stored_twice_is_doubled(talk):
    rows, books = talk

    rows.append(rows[-1]._replace(place=7))

    assert found_in((rows, books)).doubled


def test_the_same_words_under_two_names_are_doubled(talk):
    rows, (hers, his) = talk

    _, _first, body = hers.screen[0]
    for reader in (hers, his):
        reader.show(7, "another-id", body)
    rows.append(Row(7, "another-id", "young_person"))

    assert found_in((rows, (hers, his))).doubled


def test_two_messages_of_one_person_in_the_wrong_order_are_found(talk):
    rows, books = talk

    rows[0], rows[2] = rows[0]._replace(message_id=rows[2].message_id), rows[2]._replace(message_id=rows[0].message_id)

    assert found_in((rows, books)).out_of_order


def test_a_screen_in_another_order_than_the_table_is_found(talk):
    rows, (hers, his) = talk

    his.screen[1], his.screen[2] = his.screen[2], his.screen[1]

    assert found_in((rows, (hers, his))).out_of_order


def test_a_gap_in_the_places_is_found(talk):
    rows, books = talk

    del rows[3]

    assert found_in((rows, books)).out_of_order


def test_a_place_that_changed_after_it_was_told_is_odd(talk):
    rows, (hers, his) = talk

    hers.acknowledge(rows[0].message_id, 5)

    assert found_in((rows, (hers, his))).odd


def test_somebody_who_sends_again_and_again_is_found(talk):
    rows, (hers, his) = talk

    hers.sends[rows[0].message_id] += 13

    assert not found_in((rows, (hers, his))).is_clean
