// Package holiday takes public holidays from a feed into a working calendar.
//
//	Read → []Day (what a feed says) → Merge (what a calendar would gain) → File.Text
//
// A feed proposes and the calendar's file decides: only days of which the feed
// says that they are public become days off, and what the file says of a date
// already stays. Whatever is not taken is named with its reason, so that nobody
// has to compare the two by eye.
//
// The package knows neither packs nor folders and changes no file.
package holiday
