"""What do the cells of one column mean? Each decider looks at all of them before it reads one; doubt is asked, not settled."""
