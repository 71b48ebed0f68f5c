package e2e

import (
	"testing"

	"secondline/internal/db/dbtest"
)

// A television without a keyboard: opened with its key, live, cut off and back,
// and dark when the key is revoked.
func TestAWallboardInABrowser(t *testing.T) {
	d := newDesk(t, dbtest.PostgresURL(t))
	d.setUp()
	d.start()
	d.browses("wallboard", map[string]signIn{"ann": {"ann@acme.test", secret}, "ada": {boss, secret}})
}
