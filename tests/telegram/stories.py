"""The articles that the end-to-end tests ask about, and questions to them."""

BRIDGE = """\
id: aldmoor-bridge
headline: Aldmoor's harbour bridge reopens after eleven weeks
source: {name: Northern Post, url: https://northern-post.example/}
published: 2024-03-05
language: en
text: |
  The harbour bridge in Aldmoor reopened to traffic on Tuesday after eleven weeks of repairs.

  Mayor Ingrid Falk said the repairs had cost 4.2 million crowns. Engineers replaced 312 rusted bolts beneath the
  roadway. Cyclists may use the northern lane from April.
"""
COST = "Mayor Ingrid Falk said the repairs had cost 4.2 million crowns."
COST_QUESTION = "What did Mayor Ingrid Falk say about the cost of the repairs?"
REOPENED = "The harbour bridge in Aldmoor reopened to traffic on Tuesday after eleven weeks of repairs."
UNDERSTOOD = "Understood as: When did the harbour bridge reopen to traffic?"
BOLTS = "Engineers replaced 312 rusted bolts"
BOLTS_QUESTION = "How many bolts were replaced?"
OFF_TOPIC = "Who won the chess championship in Havana?"

FERRY = """\
id: tarn-ferry
headline: Ferry to Tarn island doubles its sailings
source: {name: Northern Post}
published: 2024-03-07
language: en
text: |
  The ferry company Solvang will sail to Tarn island eight times a day from June.
"""
FERRY_QUESTION = "How often will the ferry sail to Tarn island?"

ADMIN, STRANGER = 1001, 7
