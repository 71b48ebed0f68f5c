package app

import (
	"crypto/rand"
	"encoding/binary"
	"net/url"
	"path/filepath"
	"strings"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/netguard"
)

// A Config is how a desk runs: from flags, SECONDLINE_* in the environment, and
// a TOML file, in that order. The tags are read by app/cli.
type Config struct {
	Addr          string `help:"Where the desk listens for HTTP." default:"127.0.0.1:8420" placeholder:"HOST:PORT"`
	DB            string `name:"db" help:"The database: sqlite:PATH or postgres://…; default: sqlite:DATA/secondline.db." placeholder:"URL"`
	Data          string `help:"The folder for files and keys." default:"./data" placeholder:"DIR" type:"path"`
	BaseURL       string `name:"base-url" help:"How people reach the desk; default: http://ADDR." placeholder:"URL"`
	SMTPListen    string `name:"smtp-listen" help:"Where the desk takes mail by SMTP; empty: nowhere." placeholder:"HOST:PORT"`
	SMTPRelay     string `name:"smtp-relay" help:"The mail server that the desk's mail goes out through: HOST:PORT or smtp://USER:PASS@HOST:PORT." placeholder:"URL"`
	AllowNetworks string `name:"allow-networks" help:"Networks inside that calendar feeds may be read from, as 10.1.2.0/24,…; otherwise only public addresses." placeholder:"LIST"`
	MetricsAddr   string `name:"metrics-addr" help:"Where the desk shows its metrics; empty: nowhere." placeholder:"HOST:PORT"`
	LogFormat     string `name:"log-format" help:"How log lines look: text or json." enum:"text,json" default:"text"`
	LogLevel      string `name:"log-level" help:"What is logged: debug, info, warn or error." enum:"debug,info,warn,error" default:"info"`
}

// InForce gives the settings with what follows from others filled in.
func (c Config) InForce() (Config, error) { return c.complete() }

// complete fills in what follows from other settings, and checks the rest.
func (c Config) complete() (Config, error) {
	if c.Data == "" {
		return c, errs.New(errs.Invalid, "No data folder is set; give one with --data DIR.")
	}
	if c.DB == "" {
		c.DB = "sqlite:" + filepath.Join(c.Data, "secondline.db")
	}
	if !strings.HasPrefix(c.DB, "sqlite:") && !strings.HasPrefix(c.DB, "postgres://") && !strings.HasPrefix(c.DB, "postgresql://") {
		return c, errs.New(errs.Invalid, "--db %q is neither sqlite:PATH nor postgres://….", c.DB)
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Addr
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return c, errs.New(errs.Invalid, "--base-url %q is not an address like https://help.example.com.", c.BaseURL)
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	_, err = c.outside()
	return c, err
}

// outside guards what the desk fetches for others.
func (c Config) outside() (netguard.Guard, error) {
	list := strings.FieldsFunc(c.AllowNetworks, func(r rune) bool { return r == ',' || r == ' ' })
	allowed, err := netguard.ParseAllowed(list)
	return netguard.Guard{Allowed: allowed}, err
}

// node is this process's number among those that make ids for the same database.
// It is drawn by lot: two that draw the same still make different ids unless
// they do so in the same millisecond, and then the database refuses one and the
// change is made again.
func node() int {
	var b [2]byte
	if _, err := rand.Read(b[:]); err != nil { // never fails on the systems we run on
		panic(err)
	}
	return int(binary.BigEndian.Uint16(b[:])) & 1023
}
