"""What made-up people paid into their insurances, the papers about it, and what terminals ask of both."""
