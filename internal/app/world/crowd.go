package world

import "time"

// crowdTime is how long before the month the crowd's histories begin.
const crowdTime = 0 * 24 * time.Hour

func (s *stage) crowd(o Options, n int) error { return nil }
