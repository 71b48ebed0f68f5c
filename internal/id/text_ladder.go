// The ids of what routes, keeps time and stands beside the ladder; see text.go.

package id

// MarshalText gives the id in decimal.
func (v Calendar) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Calendar) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Calendar) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Holiday) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Holiday) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Holiday) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Target) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Target) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Target) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Policy) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Policy) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Policy) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Rule) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Rule) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Rule) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Placement) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Placement) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Placement) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Shift) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Shift) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Shift) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Exception) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Exception) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Exception) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Swap) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Swap) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Swap) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v OnCall) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *OnCall) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v OnCall) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Step) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Step) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Step) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Swarm) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Swarm) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Swarm) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Booking) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Booking) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Booking) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Kudos) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Kudos) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Kudos) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Wallboard) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Wallboard) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Wallboard) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Vendor) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Vendor) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Vendor) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Contact) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Contact) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Contact) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Product) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Product) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Product) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Contract) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Contract) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Contract) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v Case) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *Case) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v Case) String() string { b, _ := text(v); return string(b) } // text never fails

// MarshalText gives the id in decimal.
func (v VendorMessage) MarshalText() ([]byte, error) { return text(v) }

// UnmarshalText reads the id from decimal; empty is zero.
func (v *VendorMessage) UnmarshalText(b []byte) error { return parse(v, b) }

// String gives the id in decimal.
func (v VendorMessage) String() string { b, _ := text(v); return string(b) } // text never fails
