/** Where a sign-in comes back to unless the profile says otherwise: `REDIRECT_URI` of `crates/profiles`. */
export const USUAL_REDIRECT = "http://127.0.0.1:27183/";
