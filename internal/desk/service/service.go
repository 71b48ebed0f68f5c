package service

import (
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Service is what customers use.
type Service struct {
	ID          id.Service
	Name        string
	PlainName   string // for customers
	Description string
	Teams       map[int]id.Team // by the rank of their level
	ArchivedAt  time.Time
	Version     int64
}

// A Category is a part of a service.
type Category struct {
	ID         id.Category
	Service    id.Service
	Name       string
	ArchivedAt time.Time
	Version    int64
}

// A Need is what work on a service or category demands: a skill at a grade, or a
// certification.
type Need struct {
	Skill             id.Skill
	SkillPath         string
	Grade             int
	Certification     id.Certification
	CertificationName string
}

const (
	maxName        = 80
	maxDescription = 2000
)

// IsCatchAll tells whether this is the service for whatever no other is about.
// Its name says nothing of the thing that is broken.
func (s Service) IsCatchAll() bool { return Key(s.Name) == "other" }

// Key folds a name: two services, or two categories of one, may not share a key.
func Key(name string) string { return fold.Key(name) }

// Lowest is the lowest level that serves the service, and its team.
func (s Service) Lowest() (rank int, team id.Team, ok bool) {
	for r, t := range s.Teams {
		if !ok || r < rank {
			rank, team, ok = r, t, true
		}
	}
	return rank, team, ok
}

// Checked gives the service tidied, or an error that names the field that is wrong.
func (s Service) Checked() (Service, error) {
	s.Name, s.PlainName = fold.Tidy(s.Name), fold.Tidy(s.PlainName)
	if s.PlainName == "" {
		s.PlainName = s.Name
	}
	switch {
	case Key(s.Name) == "":
		return s, errs.Field("name", "A service needs a name.")
	case len(s.Name) > maxName:
		return s, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	case len(s.PlainName) > maxName:
		return s, errs.Field("plain_name", "The plain name is longer than %d bytes; shorten it.", maxName)
	case len(s.Description) > maxDescription:
		return s, errs.Field("description", "The description is longer than %d bytes; shorten it.", maxDescription)
	}
	return s, nil
}

// Checked gives the category tidied, or an error that names the field that is wrong.
func (c Category) Checked() (Category, error) {
	c.Name = fold.Tidy(c.Name)
	if Key(c.Name) == "" {
		return c, errs.Field("name", "A category needs a name.")
	}
	if len(c.Name) > maxName {
		return c, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	}
	return c, nil
}

// Checked gives the need with its grade filled in, or an error when it demands
// neither one thing nor the other.
func (n Need) Checked() (Need, error) {
	if (n.Skill == 0) == (n.Certification == 0) {
		return n, errs.Field("needs", "A need is a skill or a certification, one of the two.")
	}
	if n.Grade == 0 {
		n.Grade = 1
	}
	if n.Grade < 1 || n.Grade > 5 {
		return n, errs.Field("needs", "A grade is between 1 and 5.")
	}
	return n, nil
}
