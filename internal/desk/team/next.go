package team

import "secondline/internal/id"

// Next is the team that a ticket goes to in a direction: up, the nearest higher
// rung that has a team; down, the nearest lower; sideways, another team of the
// rung; project, the team beside the ladder. Where a service names its team for
// a rung (serves), that one stands before the others.
func Next(all []Team, serves map[int]id.Team, from id.Team, rank int, direction string) (Team, bool) {
	var best Team
	found := false
	for _, t := range all {
		if !t.ArchivedAt.IsZero() || t.ID == from || !lies(t, rank, direction) {
			continue
		}
		better := !found || nearer(t, best, rank) || (t.Rank == best.Rank && serves[t.Rank] == t.ID)
		if better {
			best, found = t, true
		}
	}
	return best, found
}

func lies(t Team, rank int, direction string) bool {
	switch direction {
	case "project":
		return t.IsProject()
	case "up":
		return !t.IsProject() && t.Rank > rank
	case "down":
		return !t.IsProject() && t.Rank < rank
	case "sideways":
		return !t.IsProject() && t.Rank == rank
	default:
		return false
	}
}

func nearer(a, b Team, rank int) bool { return distance(a.Rank, rank) < distance(b.Rank, rank) }

func distance(a, b int) int { return max(a-b, b-a) }
