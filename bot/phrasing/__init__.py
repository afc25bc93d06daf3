"""What answers say: values in, `Markup` out; all wording for people in rooms lives here.

Every answer carries its point in the first line and its link in the last. Both faces are complete by themselves.

Reading order: names → idea → choice → mentor → listing → deadlines → organisations → page → help → hints; reminders and times
stand beside them.
"""
