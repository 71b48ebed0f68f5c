package channel_test

import (
	"strings"
	"testing"

	"secondline/internal/desk/channel"
	"secondline/internal/id"
)

func TestDecide(t *testing.T) {
	ann := []string{"ann@acme.example"}
	signed := func(who channel.Part) *channel.Thread {
		return &channel.Thread{Ref: "SL-1042", Proof: channel.SignedAddress, Sender: who}
	}
	answers := func(who channel.Part) *channel.Thread {
		return &channel.Thread{Ref: "SL-1042", Proof: channel.Reference, Sender: who}
	}
	only := func(th *channel.Thread) *channel.Thread { th.Personal = true; return th }
	over := func(th *channel.Thread) *channel.Thread { th.Finished = true; return th }
	by := func(a channel.Automation) channel.Message { return channel.Message{Senders: ann, Automation: a} }

	opened, thanked := channel.Verdict{State: channel.Opened}, channel.Verdict{State: channel.Opened, Receipt: true}
	hinted := channel.Verdict{State: channel.Opened, Receipt: true, Hint: "SL-1042"}
	replied, kept := channel.Verdict{State: channel.Replied}, channel.Verdict{State: channel.Replied, Automatic: true}
	aside := channel.Verdict{State: channel.Quarantine}
	for name, c := range map[string]struct {
		says   channel.Message
		thread *channel.Thread
		want   channel.Verdict
	}{
		"somebody writes":                             {by(channel.ByHuman), nil, thanked},
		"a subject names a ticket":                    {channel.Message{Senders: ann, Mentions: []id.Ref{"SL-1042"}}, nil, hinted},
		"a machine writes":                            {by(channel.Sending), nil, opened},
		"an out-of-office note from nowhere":          {by(channel.Answering), nil, opened},
		"the requester answers":                       {by(channel.ByHuman), signed(channel.Requester), replied},
		"the requester answers by reference":          {by(channel.ByHuman), answers(channel.Requester), replied},
		"the requester's system marks all its mail":   {by(channel.Sending), signed(channel.Requester), replied},
		"the requester is away":                       {by(channel.Answering), signed(channel.Requester), kept},
		"somebody copied in answers":                  {by(channel.ByHuman), answers(channel.CopiedIn), replied},
		"a colleague was given the address":           {by(channel.ByHuman), signed(channel.Colleague), channel.Verdict{State: channel.Replied, Join: true}},
		"a colleague's machine":                       {by(channel.Answering), signed(channel.Colleague), channel.Verdict{State: channel.Opened, Hint: "SL-1042"}},
		"a colleague knows a Message-ID":              {by(channel.ByHuman), answers(channel.Colleague), hinted},
		"a stranger has the address":                  {by(channel.ByHuman), signed(channel.Stranger), hinted},
		"a stranger knows a Message-ID":               {by(channel.ByHuman), answers(channel.Stranger), hinted},
		"an agent's From line with an address":        {by(channel.ByHuman), signed(channel.Agent), hinted},
		"an agent's From line with a Message-ID":      {by(channel.ByHuman), answers(channel.Agent), hinted},
		"an agent at the address that is only theirs": {by(channel.ByHuman), only(signed(channel.Agent)), channel.Verdict{State: channel.Replied, AsAgent: true}},
		"that agent is away":                          {by(channel.Answering), only(signed(channel.Agent)), kept},
		"an answer long after":                        {by(channel.ByHuman), over(signed(channel.Requester)), hinted},
		"a bounce of ours":                            {by(channel.Bouncing), answers(channel.Stranger), channel.Verdict{State: channel.Replied, Automatic: true, Bounce: true}},
		"a bounce of ours, long after":                {by(channel.Bouncing), over(answers(channel.Stranger)), channel.Verdict{State: channel.Replied, Automatic: true, Bounce: true}},
		"a bounce of somebody else's":                 {by(channel.Bouncing), nil, aside},
		"nobody writes":                               {channel.Message{}, nil, aside},
		"two write":                                   {channel.Message{Senders: []string{"a@x.example", "b@x.example"}}, signed(channel.Requester), aside},
		"we write to ourselves":                       {channel.Message{Senders: ann, OwnAddress: true}, signed(channel.Requester), aside},
	} {
		got := channel.Decide(c.says, c.thread)
		if !strings.Contains(got.Hint, c.want.Hint) || (got.Hint == "") != (c.want.Hint == "") {
			t.Errorf("%s: the hint is %q, want it to name %q", name, got.Hint, c.want.Hint)
		}
		if (got.State == channel.Quarantine) != (got.Because != "") {
			t.Errorf("%s: %s because %q", name, got.State, got.Because)
		}
		got.Hint, got.Because, c.want.Hint = "", "", ""
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
