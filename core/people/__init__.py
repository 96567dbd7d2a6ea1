"""Who people are, what each role may do, and the record of what was done: every act of the app goes through here."""
