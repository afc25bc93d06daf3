"""Due → said once → written down, whatever breaks in between.

Reading order: `ledger` (what became of each thing to say), `revision` (what a plan changes in it) and `turns` (who goes
first when many are due), all pure; `attempts` (one try), `agenda` (the plan in step with the ledger), `delivery`.
"""
