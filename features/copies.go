package features

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// profileTag begins the tag that a feature has in the copy of a generation.
const profileTag = "@profile-"

// perProfile makes of the options those that play every file once for each generation. The copies are made while they
// are read: greenvn.feature is classic/greenvn.feature with the tag @profile-classic. Scenarios that are not tagged with
// their copy's generation are left out.
func (o Options) perProfile() Options {
	if len(o.Profiles) == 0 {
		return o
	}
	c := copies{under: o.FS, roots: map[string]string{}}
	var paths []string
	for _, p := range o.Paths {
		paths = append(paths, c.root(p))
	}
	o.FS, o.Paths = c, nil
	for _, profile := range o.Profiles {
		for _, p := range paths {
			o.Paths = append(o.Paths, path.Join(profile, p))
		}
	}
	for _, profile := range Profiles()[1:] {
		o.Tags = and(o.Tags, "~"+profileTag+profile+",@"+profile)
	}
	return o
}

// and is an expression of tags with one more condition.
func and(tags, more string) string {
	if strings.TrimSpace(tags) == "" {
		return more
	}
	return tags + " && " + more
}

// copies is a file system with a folder for each generation, and the same files in each.
type copies struct {
	under fs.FS             // nil: the system's
	roots map[string]string // what was named on the command line, by a name without folders
}

// root gives what was named a name of its own, which may still end in :LINE.
func (c copies) root(named string) string {
	file, line := named, ""
	if i := strings.LastIndexByte(named, ':'); i > 0 && strings.Trim(named[i+1:], "0123456789") == "" {
		file, line = named[:i], named[i:]
	}
	base := filepath.Base(file)
	if base == "." || base == ".." || base == string(filepath.Separator) {
		base = ""
	}
	for n := 2; c.roots[base] != "" && c.roots[base] != file; n++ {
		base = fmt.Sprintf("%d-%s", n, filepath.Base(file))
	}
	c.roots[base] = file
	return base + line
}

// Open finds the file below the folder of a generation.
func (c copies) Open(name string) (fs.File, error) {
	profile, rest, _ := strings.Cut(path.Clean(name), "/")
	if !slices.Contains(Profiles(), profile) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	first, inner, _ := strings.Cut(rest, "/")
	full, ok := c.roots[first]
	if !ok {
		full, inner = c.roots[""], rest
	}
	f, err := c.open(full, inner)
	if err != nil || !strings.HasSuffix(name, ".feature") {
		return f, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return &copied{name: path.Base(name), Reader: bytes.NewReader(tagged(text, profileTag+profile))}, nil
}

func (c copies) open(root, inner string) (fs.File, error) {
	if c.under != nil {
		return c.under.Open(path.Join(root, inner))
	}
	return os.Open(filepath.Join(root, filepath.FromSlash(inner)))
}

// tagged gives the feature one more tag: on the line of its first ones, so that all lines keep their number, or on a line
// of its own.
func tagged(text []byte, tag string) []byte {
	lines := strings.Split(string(text), "\n")
	first := slices.IndexFunc(lines, func(line string) bool {
		line = strings.TrimSpace(line)
		return line != "" && !strings.HasPrefix(line, "#")
	})
	switch {
	case first < 0:
	case strings.HasPrefix(strings.TrimSpace(lines[first]), "@"):
		lines[first] = tag + " " + strings.TrimSpace(lines[first])
	default:
		lines[first] = tag + "\n" + lines[first]
	}
	return []byte(strings.Join(lines, "\n"))
}

// copied is a file in memory.
type copied struct {
	name string
	*bytes.Reader
}

func (c *copied) Stat() (fs.FileInfo, error) { return c, nil }
func (c *copied) Close() error               { return nil }
func (c *copied) Name() string               { return c.name }
func (c *copied) Mode() fs.FileMode          { return 0o444 }
func (c *copied) ModTime() time.Time         { return time.Time{} }
func (c *copied) IsDir() bool                { return false }
func (c *copied) Sys() any                   { return nil }
