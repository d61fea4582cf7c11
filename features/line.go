package features

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

// Lines are the tenant's own virtual numbers, in feature files "line 1", "line 2" and so on.

// lineName finds lines in a text.
func lineName() *regexp.Regexp { return regexp.MustCompile(`\bline (\d{1,2})\b`) }

// tenantLines are the numbers of a tenant as the control door tells it.
type tenantLines struct {
	Numbers []struct{ Number, State string }
}

// numbers gives them in the order of the tenant; of one that others use, those that nobody has, the last first, since
// the first ones are lent next.
func (t tenantLines) numbers(shared bool) []string {
	var all []string
	for _, n := range t.Numbers {
		switch {
		case !shared:
			all = append(all, n.Number)
		case n.State == "free":
			all = append([]string{n.Number}, all...)
		}
	}
	return all
}

// line puts the numbers of lines into a text. They are the target's, else those of the tenant.
func (s *story) line(ctx context.Context, text string) (string, error) {
	if s.lineName == nil {
		s.lineName = lineName()
	}
	found := s.lineName.FindAllStringSubmatch(text, -1)
	if found == nil {
		return text, nil
	}
	if s.lines == nil {
		if err := s.readLines(ctx); err != nil {
			return "", err
		}
	}
	known := map[string]string{}
	for _, one := range found {
		n, _ := strconv.Atoi(one[1]) // the pattern takes digits only
		if n >= 1 && n <= len(s.lines) {
			known[one[0]] = s.lines[n-1]
		}
	}
	filled := numbered(text, known)
	if filled == text && len(known) < len(found) && text == found[0][0] {
		return "", fmt.Errorf("the tenant has no %s", text)
	}
	return filled, nil
}

// readLines takes the target's lines, or asks the control door for the tenant's.
func (s *story) readLines(ctx context.Context) error {
	s.lines = s.target.VN
	if len(s.lines) > 0 || s.target.AdminURL == "" {
		return nil
	}
	var told tenantLines
	status, err := s.steered(ctx, order{method: http.MethodGet, path: "tenants/" + url.PathEscape(s.sid())}, &told)
	if err == nil && status == http.StatusNotFound { // nobody has spoken to the tenant yet
		err = s.putTenant(ctx, s.ordinary())
		return err
	}
	s.lines = told.numbers(s.shared)
	return err
}
