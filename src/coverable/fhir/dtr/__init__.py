"""Documentation Templates and Rules (Da Vinci DTR): a policy as a form, its answers as facts."""
