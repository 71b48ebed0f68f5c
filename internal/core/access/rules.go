package access

import "strings"

// An Action is a verb that the table knows.
type Action string

// What may be done to a ticket.
const (
	See      Action = "see"
	Reply    Action = "reply"
	Note     Action = "note"
	Triage   Action = "triage"
	Assign   Action = "assign"
	HandOver Action = "hand_over"
	Accept   Action = "accept"
	Return   Action = "return"
	Withdraw Action = "withdraw"
	Wait     Action = "wait"
	Resume   Action = "resume"
	Resolve  Action = "resolve"
	Confirm  Action = "confirm" // the customer says that it is solved
	Reopen   Action = "reopen"
	Close    Action = "close"
	Rate     Action = "rate"
	Edit     Action = "edit"
	Merge    Action = "merge"
	Unmerge  Action = "unmerge"
	Split    Action = "split"
	Link     Action = "link"
	Learn    Action = "learn"
	Inspect  Action = "inspect" // internal parts: notes, handovers, raw mail

	AskBack    Action = "ask_back"
	AnswerBack Action = "answer_back"
	Take       Action = "take"    // what was dealt to you
	Decline    Action = "decline" // what was dealt to you
	StartSwarm Action = "swarm"
	JoinSwarm  Action = "join_swarm" // join, ask others in, leave, end, make it a handover
	BookTime   Action = "book_time"
	Thank      Action = "thank"
	Declare    Action = "declare_major"
	RunMajor   Action = "run_major" // tell everybody, link, stand down, review
	ToVendor   Action = "send_to_vendor"
	WithVendor Action = "press_vendor" // write again, note their number, close the case
	Plan       Action = "plan"
)

// What may be done to the desk.
const (
	OpenTicket   Action = "open_ticket"
	OpenFor      Action = "open_ticket_for_others"
	SeeDesk      Action = "see_desk" // teams, agents, services: what every agent needs to see
	ManagePeople Action = "manage_people"
	Administer   Action = "administer"
	Quarantine   Action = "manage_quarantine"
	ReadAudit    Action = "read_audit"
	PlanShifts   Action = "plan_shifts"  // other people's shifts, absences, on-call
	PlanRouting  Action = "plan_routing" // rules, weights, calendars, targets, vendors, escalation plans
	RunWallboard Action = "run_wallboards"
	ThankAgent   Action = "thank_agent"
)

// TicketActions lists what a ticket's `can` answers.
var TicketActions = []Action{
	Reply, Note, Triage, Assign, HandOver, Accept, Return, Withdraw, Wait, Resume,
	Resolve, Confirm, Reopen, Close, Rate, Edit, Merge, Unmerge, Split, Link,
	AskBack, AnswerBack, Take, Decline, StartSwarm, JoinSwarm, BookTime, Thank, Declare, RunMajor, ToVendor, WithVendor, Plan,
}

// DeskActions lists what a person's `can` answers.
var DeskActions = []Action{OpenTicket, OpenFor, SeeDesk, ManagePeople, Administer, Quarantine, ReadAudit, PlanShifts, PlanRouting, RunWallboard, ThankAgent}

func (a Action) words() string { return strings.ReplaceAll(string(a), "_", " ") }

// The scopes that an API token may have; "*" is all of them.
const (
	readScope  = "tickets:read"
	writeScope = "tickets:write"
	adminScope = "admin"
)

// Scopes lists every scope that a token may be given.
var Scopes = []string{readScope, writeScope, adminScope, "*"}

type rule struct {
	scope     string
	who       func(Actor, Object) bool
	when      func(Object) bool
	otherwise string // the sentence when the state does not allow it
}

func anyone(Actor, Object) bool        { return true }
func agent(a Actor, on Object) bool    { return a.Cleared(on.Organisation) }
func customer(a Actor, on Object) bool { return a.Person != 0 && a.Person == on.Requester }
func deskAgent(a Actor, _ Object) bool { return a.IsAgent() }
func deskAdmin(a Actor, _ Object) bool { return a.Kind == System || a.Role == Administrator }
func deskLead(a Actor, o Object) bool  { return a.Role == TeamLead || deskAdmin(a, o) }
func signedIn(a Actor, _ Object) bool  { return a.Person != 0 || a.Kind == System }
func open(on Object) bool              { return on.Open && !on.Merged }
func live(on Object) bool              { return !on.Merged }
func either(a Actor, on Object) bool   { return agent(a, on) || customer(a, on) }
func finished(on Object) bool          { return (on.Resolved || on.Closed) && !on.Merged }
func offered(on Object) bool           { return on.Offered }
func receiver(a Actor, on Object) bool {
	return agent(a, on) && (!on.Offered || a.InTeam(on.OfferTeam) || a.Person == on.OfferPerson || deskLead(a, on))
}

// sender may take an offer back: who made it, a colleague of the team that
// still owns the ticket, or a lead.
func sender(a Actor, on Object) bool {
	return agent(a, on) && (!on.Offered || a.Person == on.OfferBy || a.InTeam(on.OfferFrom) || deskLead(a, on))
}

// holder is who has it, a colleague of the team that owns it, or a lead.
func holder(a Actor, on Object) bool {
	return agent(a, on) && (on.Assignee != 0 && a.Person == on.Assignee || a.InTeam(on.Team) || deskLead(a, on))
}

// dealt is who was asked to take it.
func dealt(a Actor, on Object) bool { return agent(a, on) && (on.Dealt == 0 || a.Person == on.Dealt) }

const (
	notDealt  = "Nobody is being asked to take it; ask for it, or assign it."
	noSwarm   = "Nobody looks at it together at the moment."
	notMajor  = "It is not a major incident."
	notOpen   = "The ticket is not open; reopen it first."
	notMerged = "The ticket was merged into another; work on that one."
	noOffer   = "No handover is waiting for an answer."
)

// rules is the policy for tickets. First line may hand over whatever it sees.
var rules = map[Action]rule{
	See:      {readScope, anyone, nil, ""},
	Inspect:  {readScope, agent, nil, ""},
	Reply:    {writeScope, anyone, live, notMerged},
	Note:     {writeScope, agent, nil, ""},
	Triage:   {writeScope, agent, open, notOpen},
	Assign:   {writeScope, agent, open, notOpen},
	HandOver: {writeScope, agent, func(o Object) bool { return open(o) && !o.Offered }, "It cannot be handed over now: it is not open, or another handover is waiting for its answer."},
	Accept:   {writeScope, receiver, offered, noOffer},
	Return:   {writeScope, receiver, offered, noOffer},
	Withdraw: {writeScope, sender, offered, noOffer},
	Wait:     {writeScope, agent, open, notOpen},
	Resume:   {writeScope, agent, func(o Object) bool { return o.Waiting }, "The ticket is not waiting."},
	Resolve:  {writeScope, agent, open, notOpen},
	Confirm:  {writeScope, customer, func(o Object) bool { return live(o) && !o.Closed }, "The request is closed already."},
	Reopen:   {writeScope, either, finished, "The ticket is open already."},
	Close:    {writeScope, agent, func(o Object) bool { return !o.Closed && live(o) }, "The ticket is closed already."},
	Rate:     {writeScope, customer, finished, "You can rate a request when it is solved."},
	Edit:     {writeScope, agent, live, notMerged},
	Merge:    {writeScope, agent, func(o Object) bool { return live(o) && !o.Closed && !o.Offered }, "A ticket that is closed, merged or being handed over cannot be merged."},
	Unmerge:  {writeScope, agent, func(o Object) bool { return o.Merged }, "The ticket is not merged."},
	Split:    {writeScope, agent, live, notMerged},
	Link:     {writeScope, agent, nil, ""},
	Learn:    {writeScope, agent, nil, ""},

	AskBack:    {writeScope, receiver, func(o Object) bool { return o.Offered && !o.AskedBack }, "There is no handover to ask about, or a question is open already."},
	AnswerBack: {writeScope, sender, func(o Object) bool { return o.Offered && o.AskedBack }, "No question is open."},
	Take:       {writeScope, dealt, func(o Object) bool { return open(o) && o.Dealt != 0 }, notDealt},
	Decline:    {writeScope, dealt, func(o Object) bool { return open(o) && o.Dealt != 0 }, notDealt},
	StartSwarm: {writeScope, agent, func(o Object) bool { return open(o) && len(o.Swarm) == 0 }, "It is not open, or a swarm looks at it already; ask others in there."},
	JoinSwarm:  {writeScope, agent, func(o Object) bool { return live(o) && len(o.Swarm) > 0 }, noSwarm},
	BookTime:   {writeScope, agent, live, notMerged},
	Thank:      {writeScope, agent, nil, ""},
	Declare:    {writeScope, agent, func(o Object) bool { return open(o) && !o.Major }, "It is not open, or a major incident already."},
	RunMajor:   {writeScope, agent, func(o Object) bool { return o.Major && live(o) }, notMajor},
	ToVendor:   {writeScope, agent, func(o Object) bool { return open(o) && !o.Offered }, "It cannot go to a vendor now: it is not open, or being handed over."},
	WithVendor: {writeScope, agent, live, notMerged},
	Plan:       {writeScope, holder, open, notOpen},
}

// deskRules is the policy for the desk as a whole.
var deskRules = map[Action]rule{
	OpenTicket:   {writeScope, signedIn, nil, ""},
	OpenFor:      {writeScope, deskAgent, nil, ""},
	SeeDesk:      {readScope, deskAgent, nil, ""},
	ManagePeople: {adminScope, deskAdmin, nil, ""},
	Administer:   {adminScope, deskAdmin, nil, ""},
	Quarantine:   {adminScope, deskLead, nil, ""},
	ReadAudit:    {adminScope, deskAdmin, nil, ""},
	PlanShifts:   {adminScope, deskLead, nil, ""},
	PlanRouting:  {adminScope, deskAdmin, nil, ""},
	RunWallboard: {adminScope, deskLead, nil, ""},
	ThankAgent:   {writeScope, deskAgent, nil, ""},
}
