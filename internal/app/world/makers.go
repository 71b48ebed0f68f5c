package world

import (
	"context"
	"errors"
	"fmt"
	"time"

	"secondline/internal/desk/vendor"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/vending"
)

// makers adds the vendors behind the services, each with its ladder of contacts.
func (m *mover) makers() error {
	for _, v := range []struct {
		name, plain, host, product, service string
		answer                              time.Duration
	}{
		{"Tarnet Networks", "the maker of our network equipment", "tarnet.example", "Tarnet gateways and access points", "Network", 4 * time.Hour},
		{"Ledgerworks", "the maker of the payroll program", "ledgerworks.example", "Ledgerworks Payroll", "Payroll", 8 * time.Hour},
	} {
		reach := vendor.ByMail
		contacts := []vendor.Contact{
			{Name: "Support desk", Email: "support@" + v.host},
			{Name: "Duty engineer", Email: "duty@" + v.host, After: 2 * time.Hour},
			{Name: "Account manager", Email: "accounts@" + v.host, After: 4 * time.Hour},
		}
		products := []vendor.Product{{Name: v.product, Service: m.services[v.service]}}
		contracts := []vendor.Contract{{
			Number: "HL-" + v.host[:3] + "-26", Calendar: m.office, Answer: v.answer, Warn: 75, ValidFrom: m.now.AddDate(-1, 0, 0), ExpiresAt: m.now.AddDate(1, 0, 0),
		}}
		made, err := m.Admin.AddVendor(m.ctx, m.admin, admin.VendorIn{
			Name: &v.name, PlainName: &v.plain, Reach: &reach, Contacts: &contacts, Products: &products, Contracts: &contracts,
		})
		if err != nil {
			return fmt.Errorf("adding %s: %w", v.name, err)
		}
		m.vendors[v.name] = made.ID
	}
	return nil
}

// sends hands what matters to a vendor.
func (p *play) sends(to, ask string) {
	p.do("sending to "+to, func(ctx context.Context) error {
		_, err := p.Makers.Send(ctx, p.owner, p.n, vending.SendIn{
			Vendor: p.vendors[to], Asking: vendor.Asking{Subject: p.tale.Subject, Ask: ask, Summary: p.words(p.tale.Words), Hypothesis: p.tale.Guess},
		})
		return err
	})
}

// hears writes down what a vendor says.
func (p *play) hears(in vending.SpokenIn) {
	p.do("hearing a vendor", func(ctx context.Context) error {
		cases, err := vendor.CasesOf(ctx, p.Door.Read(), p.key)
		if err != nil {
			return err
		}
		if len(cases) == 0 {
			return errors.New("no vendor has it")
		}
		_, err = p.Makers.Spoken(ctx, p.owner, p.n, cases[0].ID, in)
		return err
	})
}

// atMaker waits for the maker's answer since this morning.
func (p *play) atMaker(name, org, with string) {
	p.inHandUntil(name, org, with, 5*time.Hour)
	p.sends("Ledgerworks", "Please tell us why the export stops at the second page, and whether a fix exists.")
	p.till(0)
}
