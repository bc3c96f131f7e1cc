"""What the calendar does with meetings by itself: plan ahead, close the collection of topics, remind."""
