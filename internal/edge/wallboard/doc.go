// Package wallboard shows the desk on a television: one page of 1920 by 1080,
// dark, readable from five metres, without a keyboard.
//
//	wallboard.go  the routes, the key and its cookie, what each answer carries
//	live.go       the stream, which only says that something changed
//	draw.go       where everything stands on the page
//	words.go      times as a board says them
//	assets/       the page, its style, its script
//
// A television is opened once, by an address with its key. The key moves into a
// cookie that only these pages can read, and leaves the address. From then on the
// page looks after itself: it hears that something changed and fetches the board
// anew, ticks its clocks, comes back by itself after any pause, and says since when
// it has heard nothing.
//
// What always holds: without a key that is valid now there is nothing to see, and
// a stream whose key is revoked ends at once; no customer is named (see view/wall).
package wallboard
