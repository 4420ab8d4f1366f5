//! The AWS cloud against a real peer.
