-- What belongs to each escalation of the list `bench` (many.py): for all of them in one statement a table.
INSERT INTO chat_youngperson (id, epoch, code_word, code_word_tries, page_locked, created_at)
SELECT md5('young ' || n)::uuid, 0, '', 0, false, at FROM bench;
INSERT INTO chat_conversation (id, key_id, young_person_id, channel, locale, handle, age_band, urgency, state, owner_id,
    silence_step, says_safe, returned_at_place, history_agreed, history_refused_up_to, page_shows_from, last_place,
    young_person_saw, counsellor_saw, opened_at, lease_until, ended_at, close_reason, page_seen_at)
SELECT n, %(key)s::bigint, md5('young ' || n)::uuid, 'web', 'en-gb', 'otter-' || n, '', urgency,
    CASE WHEN over THEN 'closed' ELSE 'active' END, CASE WHEN over THEN NULL ELSE %(other)s::bigint END,
    0, '', 0, false, 0, 0, 4, 0, 0, at, CASE WHEN NOT over THEN %(now)s::timestamptz + interval '1 day' END,
    CASE WHEN over THEN at + interval '1 hour' END,
    CASE WHEN over THEN 'done' ELSE '' END, at
FROM bench;
INSERT INTO chat_message (conversation_id, client_id, place, by, body, stored_at, reading)
SELECT n, md5(n || ' message ' || place)::uuid, place, 'young_person', '\x00', at + place * interval '1 minute', 'read'
FROM bench, generate_series(1, 4) place;
INSERT INTO moderation_flag (id, conversation_id, check_name, words, category, urgency, state, raised_at, last_raised_at,
    times_raised)
SELECT n, n, 'rules.medicine', 'medicine taken', 'self_harm', urgency,
    CASE WHEN decided THEN 'confirmed' ELSE 'acknowledged' END, at, at, 1 FROM bench;
INSERT INTO escalation_escalation (id, key_id, young_person_id, conversation_id, kind, urgency, state, headline, opened_at,
    lead_id, acknowledge_due_at, acknowledged_at, decide_due_at, decided_at, page_step, page_due_at, version,
    lease_until, check_due_at, closed_at)
SELECT n, %(key)s::bigint, md5('young ' || n)::uuid, n, 'child_safety', urgency, state, 'medicine taken', at,
    CASE WHEN state = 'opened' THEN NULL WHEN n %% 4 = 0 THEN %(lead)s::bigint ELSE %(other)s::bigint END,
    at + interval '5 minutes', CASE WHEN state <> 'opened' THEN at + interval '1 minute' END,
    at + interval '15 minutes', CASE WHEN decided THEN at + interval '9 minutes' END, 2,
    CASE WHEN decided THEN NULL ELSE %(now)s::timestamptz + interval '1 hour' END, 6,
    CASE WHEN state IN ('acknowledged', 'assessing') THEN %(now)s::timestamptz + interval '1 hour' END,
    CASE WHEN decided AND NOT over THEN %(now)s::timestamptz + interval '1 hour' END,
    CASE WHEN over THEN at + interval '1 day' END
FROM bench;
INSERT INTO escalation_subject (escalation_id, conversation_id, at) SELECT n, n, at FROM bench;
INSERT INTO escalation_escalationflag (escalation_id, flag_id, linked_at) SELECT n, n, at FROM bench;
INSERT INTO escalation_escalationevent (escalation_id, kind, at, by_id, about_id, from_value, to_value, detail)
SELECT n, kind, at + step * interval '1 minute', CASE WHEN kind IN ('acknowledged', 'read', 'decided', 'closed')
    THEN %(other)s::bigint END, CASE WHEN kind = 'paged' THEN %(other)s::bigint END, '', '', CASE kind WHEN 'decided' THEN 'refer' ELSE '' END
FROM bench, (VALUES ('opened', 0), ('paged', 0), ('paged', 2), ('acknowledged', 3), ('read', 4), ('decided', 9),
    ('closed', 1440)) AS steps (kind, step)
WHERE over OR kind NOT IN ('decided', 'closed');
INSERT INTO escalation_page (escalation_id, staff_id, step, duty, at, heard_at, heard_by)
SELECT n, CASE step WHEN 0 THEN %(lead)s::bigint ELSE %(other)s::bigint END, step, 'on_call_1', at + step * interval '2 minutes',
    CASE WHEN step = 1 THEN at + interval '3 minutes' END, CASE WHEN step = 1 THEN 'console' ELSE '' END
FROM bench, generate_series(0, 1) step;
INSERT INTO escalation_decision (id, escalation_id, outcome, decided_by_id, decided_at, young_person_told, parent_told,
    review_on, why, for_the_child, need, basis, seen)
SELECT n, n, 'refer', %(other)s::bigint, at + interval '9 minutes', true, true, (at + interval '2 days')::date, '\x00', '\x00',
    '', '', '' FROM bench WHERE decided;
INSERT INTO escalation_secondlook (decision_id, first_by_id, why, asked_at, due_at, by_id, at, outcome, agrees)
SELECT n, %(other)s::bigint, 'sample', at, at + interval '5 days', %(lead)s::bigint, at + interval '2 days', 'refer', true
FROM bench WHERE over AND n %% 100 < %(looked)s::int;
INSERT INTO escalation_emergencycall (escalation_id, service, called_at, written_at, called_by_id, reference, shared,
    reached_at, ended_at, ended_by_id, outcome)
SELECT n, 'ambulance', at, at, %(other)s::bigint, 'not known', '\x00', at, at, %(other)s::bigint, '\x00'
FROM bench WHERE over AND n %% 100 < %(rang)s::int;
INSERT INTO escalation_referral (id, escalation_id, client_id, kind, state, version, receiver, began_at, began_by_id,
    phone_due_at, phoned_at, reference, written_due_at, written_at, sent_sha256, decision_due_at, outcome, outcome_at,
    exempt_basis)
SELECT n, n, md5('referral ' || n)::uuid, 'social_care', 'answered', 4, 'Northmoor', at, %(other)s::bigint, at, at, 'NM', at, at,
    'x', at, 'accepted', at, '' FROM bench WHERE over AND n %% 100 < %(referred)s::int;
INSERT INTO escalation_chase (referral_id, client_id, due_at, done_at, done_by_id)
SELECT n, md5('chase ' || n)::uuid, at, at, %(other)s::bigint FROM bench WHERE over AND n %% 100 < %(referred)s::int;
INSERT INTO chat_concern (id, key_id, sealed_under, reference_hash, given_by, urgency, what, source_hash, child_hash, at)
SELECT n, %(key)s::bigint, md5('concern ' || n)::uuid, md5('reference ' || n), 'friend', 'very_soon', '\x00', '', '', at
FROM bench WHERE over AND n %% 100 < %(outside)s::int;
INSERT INTO moderation_flag (id, concern_id, check_name, words, category, urgency, state, raised_at, last_raised_at,
    times_raised)
SELECT 1000000 + n, n, 'concern.unverified', 'somebody is worried', '', 'very_soon', 'confirmed', at, at, 1
FROM bench WHERE over AND n %% 100 < %(outside)s::int;
INSERT INTO rota_try (staff_id, about, path, number, state, due_at, written_at, called_at, told_at, provider_id, error_code)
SELECT staff_id, 'page:' || id, path, 1, 'delivered', at, at, at, at, '', ''
FROM escalation_page, (VALUES ('sms'), ('voice')) AS ways (path)
