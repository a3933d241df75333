"""Given names that are common in the news: *Rachel Jones committed* is a person, not a firm."""

from __future__ import annotations

from saidao.statements.english.wordlists import word_set

GIVEN_NAMES = word_set(
    "james john robert michael william david richard joseph thomas charles christopher daniel",
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward",
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin",
    "scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry",
    "tyler aaron jose henry adam douglas nathan peter zachary kyle walter ethan jeremy harold",
    "keith christian roger noah gerald carl terry sean arthur lawrence jesse dylan bryan joe",
    "jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene",
    "vincent russell elijah louis bobby philip johnny mary patricia jennifer linda elizabeth",
    "barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily",
    "donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia",
    "kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine",
    "christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce",
    "virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah",
    "jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice",
    "julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana",
    "natalie brittany charlotte marie kayla alexis lori keir rishi boris theresa liz jeremy ed",
    "angela wes bridget yvette lucy kemi kwasi nadhim jim tony gordon alistair rachel chrystia",
    "justin pierre mark jacinda chris grant nicola humza rhun mairi nirmala narendra piyush amit",
    "nitin rahul ashwini hardeep dharmendra manmohan arun pranab palaniappan siddaramaiah arvind",
    "ursula thierry margrethe mario frans valdis kadri maros emmanuel olaf angela friedrich robert",
    "giorgia pedro anthony scott josh katy gladys daniel annastacia steven mark jacqui cyril enoch",
    "tito uhuru william njuguna ukur yoweri matia paul uzziel samia mwigulu nana ken mohammed",
    "ahmed muhammadu bola wale zainab akinwumi ngozi hichilema situmbeko bongo felipe gustavo",
    "andres claudia luiz fernando gabriel javier lee lawrence heng tharman gan grace josephine",
    "desmond edwin indranee vivian masagos anwar ismail najib rafizi tengku joko sri prabowo",
    "ferdinand rodrigo benjamin ralph srettha yingluck shavkat imran shehbaz ishaq muhammad asad",
    "sheikh ranil gotabaya fumio shinzo yoshimasa yoon moon carrie leung paul john donald",
)
"""First names of persons, in lower case."""

BUSINESS = word_set(
    "ceo cfo coo cto founder co-founder chairman chairwoman chair executive executives director",
    "analyst economist professor owner partner chief",
)
"""Words before or behind a name that make the person one of business."""
