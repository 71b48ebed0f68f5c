package world

import (
	"fmt"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
)

// A SignIn lets somebody in.
type SignIn struct {
	Role, Name, Email, Password string
}

// doors lists who can come in by the front doors: one for each side of the desk.
func (d deskCast) doors() []SignIn {
	return []SignIn{
		{"Customer", "Anouk Bellwether", "anouk@northpike.example", d.Password},
		{"First line", "Tobin Ashgrove", "tobin@" + d.Domain, d.Password},
		{"Second line", "Mara Quillfeather", "mara@" + d.Domain, d.Password},
		{"Administrator", d.Admin, d.AdminEmail, d.Password},
	}
}

// letIn gives each of them the password; the administrator has it from the
// founding.
func (s *stage) letIn() error {
	for _, who := range s.cast.Desk.doors() {
		if who.Email == s.cast.Desk.AdminEmail {
			continue
		}
		p, err := person.ByEmail(s.ctx, s.Door.Read(), who.Email)
		if err != nil {
			return fmt.Errorf("letting %s in: %w", who.Name, err)
		}
		if err := s.People.SetPassword(s.ctx, access.Desk("world"), p.ID, who.Password); err != nil {
			return fmt.Errorf("letting %s in: %w", who.Name, err)
		}
	}
	return nil
}
