"""What a document says of itself: number, title, publisher, dates, lines of business, notices."""
