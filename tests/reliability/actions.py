"""What can happen to a call on a file? The numbers are those of faults.c."""

NOTHING, KILL, HALF, FAIL, GONE, MOVE, SIGNAL = range(7)
