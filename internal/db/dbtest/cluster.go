package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// idle is how long the server outlives the last test that asked for a database.
const idle = 15 * time.Minute

// watchdog ends the server when nobody has touched the wanted file for a while,
// and takes its directory along. It is a script of its own because a test
// process may end at any time, and in any way.
const watchdog = `
while [ -n "$(find "$1/wanted" -mmin -"$2" 2>/dev/null)" ] && "$3/pg_ctl" -D "$1/data" status >/dev/null; do sleep 20; done
"$3/pg_ctl" -D "$1/data" -m immediate stop >/dev/null
rm -rf "$1/data" "$1/socket"
`

// cluster gives the address of the throw-away server in dir, and starts it if it
// is not running. The caller holds the lock.
func cluster(dir string) (string, error) {
	home := filepath.Join(dir, "postgres")
	socket := filepath.Join(home, "socket")
	address := (&url.URL{
		Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {socket}, "sslmode": {"disable"}}.Encode(),
	}).String()
	if answers(address) {
		return address, touch(home)
	}
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	as, err := credential()
	if err != nil {
		return "", err
	}
	if err := begin(home, bin, as); err != nil {
		return "", err
	}
	if !answers(address) {
		return "", errors.New("the throw-away PostgreSQL does not answer; see " + filepath.Join(home, "log"))
	}
	return address, nil
}

// begin makes a new server in home and starts it with its watchdog.
func begin(home, bin string, as *syscall.SysProcAttr) error {
	stop := command(as, home, filepath.Join(bin, "pg_ctl"), "-D", filepath.Join(home, "data"), "-m", "immediate", "stop")
	_ = stop.Run() // what is left of an earlier one; mostly there is none
	for _, old := range []string{"data", "socket"} {
		if err := os.RemoveAll(filepath.Join(home, old)); err != nil {
			return err
		}
	}
	for _, dir := range []string{home, filepath.Join(home, "socket")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := own(dir, as); err != nil {
			return err
		}
	}
	if err := touch(home); err != nil {
		return err
	}
	data := filepath.Join(home, "data")
	steps := [][]string{
		{"initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
		{"pg_ctl", "-D", data, "-w", "-t", "60", "-l", filepath.Join(home, "log"), "-o", settings(home), "start"},
	}
	for _, s := range steps {
		if out, err := command(as, home, filepath.Join(bin, s[0]), s[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", s[0], err, out)
		}
	}
	minutes := strconv.Itoa(int(idle.Minutes()))
	dog := command(as, home, "/bin/sh", "-c", watchdog, "watchdog", home, minutes, bin)
	return dog.Start() // and never waited for: it outlives this process
}

// settings trade safety for speed: nobody misses this server's data.
func settings(home string) string {
	return "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" +
		" -c max_connections=200 -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum=off" +
		" -c unix_socket_directories='" + filepath.Join(home, "socket") + "'"
}

// command runs apart from the test: in its own session, in a directory it may
// read, and without the test's output, which the go command would wait for.
func command(as *syscall.SysProcAttr, dir, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir, c.SysProcAttr = dir, as
	return c
}

// binaries finds the newest installed server.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("no initdb on the path nor in /usr/lib/postgresql")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// credential is the user postgres if this is root, as whom no server runs.
func credential() (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setsid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, errors.Join(err1, err2)
}

func own(path string, as *syscall.SysProcAttr) error {
	if as.Credential == nil {
		return nil
	}
	return os.Chown(path, int(as.Credential.Uid), int(as.Credential.Gid))
}

// answers tells whether a server listens at the address.
func answers(address string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// touch keeps the watchdog away.
func touch(home string) error {
	return os.WriteFile(filepath.Join(home, "wanted"), nil, 0o644)
}

// wanted tells the watchdog that the server is still in use.
func wanted(t testing.TB) {
	t.Helper()
	if os.Getenv("POSTGRES_URL") != "" {
		return
	}
	dir, err := room()
	if err == nil {
		err = touch(filepath.Join(dir, "postgres"))
	}
	if err != nil {
		t.Fatal(err)
	}
}
