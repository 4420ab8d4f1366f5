// oidc-provider, a certified OpenID provider, on a free port of loopback.
// Arguments: the folder it is installed in, and the options as JSON (see openid_provider.rs).
// Tells on standard output, one JSON object a line: where it listens, and each link to an app.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, options] = [process.argv[2], JSON.parse(process.argv[3])];
const { Provider } = await import(
  pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`).href
);
const tell = (value) => console.log(JSON.stringify(value));

const person = ['authorization_code', 'refresh_token'];
const device = 'urn:ietf:params:oauth:grant-type:device_code';
const clients = [
  {
    client_id: 'native',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: [...person, device],
    response_types: ['code'],
    redirect_uris: [
      'http://127.0.0.1/callback',
      'http://[::1]/callback',
      'http://localhost/callback',
      'dev.nexusaccess.vault:/signin',
    ],
  },
  {
    client_id: 'confidential',
    client_secret: options.secret,
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: person,
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  {
    client_id: 'vault',
    client_secret: options.secret,
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['http://localhost/oidc/callback'],
  },
  ...['post', 'basic'].map((method) => ({
    client_id: `service-${method}`,
    client_secret: options.secret,
    token_endpoint_auth_method: `client_secret_${method}`,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    ...(options.entra ? {} : { scope: 'api:read' }),
  })),
];

// Microsoft Entra's paths, and its API as the audience of the token.
const entra = {
  routes: {
    authorization: '/tenant/oauth2/v2.0/authorize',
    device_authorization: '/tenant/oauth2/v2.0/devicecode',
    jwks: '/tenant/discovery/v2.0/keys',
    token: '/tenant/oauth2/v2.0/token',
  },
};
const arm = 'https://management.azure.com';
const armAsResource = {
  enabled: true,
  defaultResource: () => arm,
  useGrantedResource: () => true,
  getResourceServerInfo: () => ({
    scope: `${arm}/.default ${arm}/user_impersonation`,
    audience: arm,
    accessTokenFormat: 'jwt',
    accessTokenTTL: options.access_seconds,
  }),
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: options.entra ? armAsResource : { enabled: false },
      revocation: { enabled: true },
    },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@id.example`, email_verified: true }),
    }),
    pkce: { required: () => true },
    rotateRefreshToken: options.rotation,
    ...(options.entra ? entra : {}),
    scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
    ttl: {
      AccessToken: options.access_seconds,
      ClientCredentials: options.access_seconds,
      DeviceCode: 600,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    const to = ctx.response.get('location');
    if (to && !/^(https?:|\/)/.test(to)) tell({ link: to });
  });
  server.on('request', provider.callback());
  tell({ issuer });
});
