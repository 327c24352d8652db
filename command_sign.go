package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

func (p *program) signCommand() *cobra.Command {
	group := &cobra.Command{Use: "sign", Short: "Electronic signatures: the authority that issues certificates"}
	ca := &cobra.Command{Use: "ca", Short: "The certificate authority"}
	ca.AddCommand(p.signInitCommand(), p.signImportCommand(), p.signShowCommand())
	group.AddCommand(ca, p.signRevokedCommand())
	return group
}

func (p *program) signInitCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "init", Short: "Make an authority of one's own, in place of the present one", Args: cobra.NoArgs,
		Long: `Make an authority of one's own. Its key is sealed by the secret in the environment
variable ` + signSecret + `; without the secret nothing is issued and no list of revoked
certificates is signed, while people go on signing with the keys they have.

Certificates that an earlier authority has issued stay good. A present authority is
replaced only with --replace.`,
	}
	name := c.Flags().String("name", product, "name of the authority")
	replace := c.Flags().Bool("replace", false, "replace the present authority")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return p.newAuthority(cmd, *replace, func(tx core.App) (*store.Authority, error) { return p.sign.InitAuthority(tx, *name) })
	}
	return c
}

func (p *program) signImportCommand() *cobra.Command {
	c := &cobra.Command{Use: "import CERTIFICATE KEY", Short: "Take an authority made elsewhere: its certificate and its key, PEM", Args: cobra.ExactArgs(2)}
	replace := c.Flags().Bool("replace", false, "replace the present authority")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		certificate, err := os.ReadFile(args[0])
		if err != nil {
			return err
		}
		key, err := os.ReadFile(args[1])
		if err != nil {
			return err
		}
		return p.newAuthority(cmd, *replace, func(tx core.App) (*store.Authority, error) { return p.sign.ImportAuthority(tx, certificate, key) })
	}
	return c
}

func (p *program) newAuthority(cmd *cobra.Command, replace bool, make func(core.App) (*store.Authority, error)) error {
	cmd.SilenceUsage = true
	var made *store.Authority
	err := p.app.RunInTransaction(func(tx core.App) error {
		there, err := store.Authorities(tx)
		if err != nil {
			return err
		}
		if len(there) > 0 && !replace {
			return errors.New("there is an authority already; --replace makes another take its place")
		}
		made, err = make(tx)
		return err
	})
	if err != nil {
		return errors.New(sayError(err))
	}
	return printAuthority(cmd, made)
}

func (p *program) signShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show", Short: "Print the certificate of the present authority", Args: cobra.NoArgs}
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		cmd.SilenceUsage = true
		all, err := store.Authorities(p.app)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errors.New("there is no authority yet")
		}
		return printAuthority(cmd, all[0])
	}
	return c
}

func printAuthority(cmd *cobra.Command, a *store.Authority) error {
	cert, err := x509.ParseCertificate(a.Certificate)
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s, %s, until %s\n%s", cert.Subject.CommonName, pki.SerialText(cert.SerialNumber), cert.NotAfter.Format("2006-01-02"), pki.PEM(cert))
	return nil
}

func (p *program) signRevokedCommand() *cobra.Command {
	c := &cobra.Command{Use: "crl FILE", Short: "Write the signed list of revoked certificates (DER)", Args: cobra.ExactArgs(1)}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		cmd.SilenceUsage = true
		list, err := p.sign.RevocationList(p.app, "")
		if err != nil {
			return errors.New(sayError(err))
		}
		if list == nil {
			return errors.New("there is no authority yet")
		}
		return os.WriteFile(args[0], list.DER, 0o644)
	}
	return c
}
