package world

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
