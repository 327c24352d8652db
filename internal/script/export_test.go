package script

// Abandon keeps what still runs from reaching the database, as if the process
// had been killed.
func (s *Scripts) Abandon() { s.queue.end() }
