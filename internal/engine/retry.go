package engine

import "time"

// Tries is how often something is tried that is to reach the outside world;
// then it is given up until somebody sends it again.
const Tries = 7

// Backoff is how long to wait after so many failed tries: from a minute after
// the first to half a day.
func Backoff(tries int) time.Duration { return min(time.Minute<<(2*(tries-1)), 12*time.Hour) }
