package features

import (
	"context"
	"errors"
)

// errNoOther is the error of a step that needs to be somebody else.
var errNoOther = errors.New("this step needs the credentials of another tenant, but none were given")

// otherLogin is another tenant's; at a simulator that tenant is made with it when it is first needed.
func (s *story) otherLogin(ctx context.Context) (login, error) {
	l := login{s.target.OtherUsername, s.target.OtherPassword}
	if s.target.AdminURL == "" || s.shared {
		if l == (login{}) {
			return l, errNoOther
		}
		return l, nil
	}
	if l == (login{}) && s.login != l { // the simulator takes any
		l = login{"other-" + s.name, "other-" + s.name}
	}
	if s.other != "" {
		return l, nil
	}
	s.other = s.sid() + "-other"
	return l, s.putNamed(ctx, s.other, s.ordinary(), l, nil)
}

func (s *story) useOtherLogin(ctx context.Context, _ given) (err error) {
	s.login, err = s.otherLogin(ctx)
	return err
}

func (s *story) useOwnLogin(context.Context, given) error {
	s.login = login{s.target.Username, s.target.Password}
	return nil
}

// useOther speaks as another tenant from here on.
func (s *story) useOther(ctx context.Context, _ given) error {
	l, err := s.otherLogin(ctx)
	if err != nil {
		return err
	}
	if s.other == "" {
		if s.other = s.target.OtherTenant; s.other == "" {
			return errNoOther
		}
	}
	s.sid()
	s.foreign, s.login = true, l
	return nil
}

func (s *story) useFirst(context.Context, given) error {
	s.foreign, s.login = false, login{s.target.Username, s.target.Password}
	return nil
}
