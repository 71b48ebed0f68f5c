// Each id is a string in JSON and in paths: a browser cannot hold 64 bits in a number.

package id

// MarshalText gives the id in decimal.
func (v Organisation) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Organisation) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Organisation) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Person) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Person) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Person) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Session) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Session) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Session) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Token) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Token) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Token) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Level) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Level) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Level) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Team) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Team) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Team) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Skill) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Skill) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Skill) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Certification) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Certification) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Certification) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Service) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Service) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Service) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Category) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Category) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Category) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Need) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Need) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Need) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Checklist) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Checklist) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Checklist) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Field) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Field) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Field) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Ticket) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Ticket) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Ticket) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Entry) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Entry) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Entry) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Handover) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Handover) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Handover) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Lesson) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Lesson) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Lesson) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Notice) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Notice) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Notice) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v File) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *File) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v File) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Mailbox) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Mailbox) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Mailbox) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v MailIn) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *MailIn) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v MailIn) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v MailOut) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *MailOut) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v MailOut) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Job) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Job) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Job) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Audit) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Audit) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Audit) String() string { b, _ := text(v); return string(b) } // text never fails
