package world

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/id"
)

// upload lets somebody attach a small file: what is in it follows from its name.
func (s *stage) upload(by access.Actor, name string) (id.File, error) {
	kind, content := "text/plain", []byte(logOf(name))
	if strings.HasSuffix(name, ".png") {
		var err error
		if kind, content, err = picture(name); err != nil {
			return 0, err
		}
	}
	a, err := s.Desk.Upload(s.ctx, by, s.Files, name, kind, bytes.NewReader(content))
	return a.ID, err
}

// picture draws a window with a message in it, as far as anybody can tell.
func picture(name string) (string, []byte, error) {
	const w, h = 480, 270
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{
		color.RGBA{0xf4, 0xf3, 0xf0, 0xff},
		color.RGBA{0x07, 0x61, 0x6e, 0xff},
		color.RGBA{0xff, 0xff, 0xff, 0xff},
		color.RGBA{0xd2, 0xcf, 0xc8, 0xff},
		color.RGBA{0xae, 0x1f, 0x18, 0xff},
	})
	fill := func(x0, y0, x1, y1 int, c uint8) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				img.SetColorIndex(x, y, c)
			}
		}
	}
	fill(40, 30, w-40, 54, 1)
	fill(40, 54, w-40, h-40, 2)
	fill(64, 80, 96, 112, 4)
	for i, c := range []byte(name) {
		width := 120 + int(c)*2
		if y := 84 + i*14; y < h-60 {
			fill(112, y, min(112+width, w-60), y+6, 3)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return "image/png", out.Bytes(), err
}

// logOf writes the lines that such a file might hold.
func logOf(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", name)
	sum := 0
	for _, c := range name {
		sum = (sum*31 + int(c)) % 10_007
	}
	lines := []string{"session opened", "request sent", "answer after %d ms", "retry %d", "no answer, waiting", "link renewed", "closed by peer, code %d"}
	for i := range 24 {
		text := lines[(sum+i*i)%len(lines)]
		if strings.Contains(text, "%d") {
			text = fmt.Sprintf(text, 10+(sum+i*37)%490)
		}
		fmt.Fprintf(&b, "%02d:%02d:%02d  %s\n", 8+i/6, (i*7)%60, (sum+i*13)%60, text)
	}
	return b.String()
}
