package e2e

import "testing"

// A ticket goes to its maker: what leaves is seen before it leaves, and the maker
// answers on a page of their own, of which the customer reads nothing.
func TestAMakerAnswersOnTheirPage(t *testing.T) {
	d := newDesk(t, "")
	d.setUp()
	d.start()
	d.call(d.token(boss), "POST", "/vendors", m{
		"name": "Nimbus", "reach": "mail", "contacts": []m{{"name": "Lena Hall", "email": "lena@nimbus.test"}},
	}).is(201)
	d.browses("vendor", map[string]signIn{"ann": {"ann@acme.test", secret}, "tom": {"tom@nordwind.test", secret}})
}

// A lead plans a week, two swap a day of it, and who is on a break is given nothing.
func TestALeadPlansAndTwoSwap(t *testing.T) {
	d := newDesk(t, "")
	d.setUp()
	d.agent("Otto Early", "otto@nordwind.test", "First line")
	d.runs(secret, "user", "add", "--email=lea@nordwind.test", "--name=Lea Lead", "--role=team_lead",
		"--team=First line", "--clearance=Acme", "--password-stdin")
	d.start()
	d.browses("shifts", map[string]signIn{
		"ann": {"ann@acme.test", secret}, "tom": {"tom@nordwind.test", secret},
		"otto": {"otto@nordwind.test", secret}, "lea": {"lea@nordwind.test", secret},
	})
}

// An administrator moves a weight, and reads what it would have done with a month
// of work before it holds.
func TestAWeightIsTriedBeforeItIsSaved(t *testing.T) {
	d := newDesk(t, "")
	d.browses("weights", d.demo())
}

// One fault hits two customers: it is declared, gathered, told to both at once and
// solved for both, and neither learns of the other.
func TestAMajorIncidentInABrowser(t *testing.T) {
	d := newDesk(t, "")
	d.setUp()
	d.runs("", "organisation", "add", "--name=Globex", "--domain=globex.test")
	d.runs(secret, "user", "add", "--email=gus@globex.test", "--name=Gus Hill", "--password-stdin")
	d.runs(secret, "user", "add", "--email=ida@nordwind.test", "--name=Ida First", "--role=agent",
		"--team=First line", "--clearance=Acme,Globex", "--password-stdin")
	d.start()
	d.browses("major", map[string]signIn{
		"ann": {"ann@acme.test", secret}, "gus": {"gus@globex.test", secret},
		"ida": {"ida@nordwind.test", secret}, "mara": {"mara@nordwind.test", secret},
	})
}
