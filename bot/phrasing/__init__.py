"""What answers say: values in, `Markup` out; all wording for people in rooms lives here.

Every answer carries its point in the first line and its link in the last. The plain and
the HTML face are complete by themselves; `aside`, `later` and `instead` say what the brief one leaves out.

Reading order: names → idea → choice → mentor → listing → deadlines → organisations → page → help → hints; reminders and times
stand beside them.
"""
