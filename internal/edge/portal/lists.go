package portal

import "secondline/internal/view/portalview"

// links are the navigation, the current page marked.
func links(current string) []link {
	list := []link{
		{To: "/", Name: "Home", Short: "Home", Icon: "house"},
		{To: "/requests", Name: "My requests", Short: "Requests", Icon: "inbox"},
		{To: "/requests/new", Name: "New request", Short: "New", Icon: "plus"},
	}
	for i := range list {
		list[i].Current = list[i].To == current
	}
	return list
}

func groupsOf(l portalview.Lists) []group {
	return []group{{"Waiting for you", l.OnYou}, {"Open", l.Open}, {"Solved", l.Solved}}
}
