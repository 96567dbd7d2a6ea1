// A certified OpenID provider on loopback: node provider.mjs PORT ADDRESS. Whoever types a name is that account.
import { Provider } from "oidc-provider";

const [, , port, address] = process.argv;
const back = `${address}/oauth2callback`;
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "enti",
      client_secret: "segredo-do-painel-no-fornecedor",
      redirect_uris: [back],
      post_logout_redirect_uris: [back],
    },
  ],
  cookies: { keys: ["so para provas"] },
  conformIdTokenClaims: false,
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: true } },
  // Nobody is asked whether the dashboard may know who they are.
  async loadExistingGrant(ctx) {
    const grant = new provider.Grant({ clientId: "enti", accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
  async findAccount(_ctx, id) {
    return { accountId: id, claims: async () => ({ sub: id, name: `Pessoa ${id}`, email: `${id}@exemplo.pt`, email_verified: true }) };
  },
});
provider.listen(Number(port), "127.0.0.1");
