use zeroize::Zeroizing;

/// `number` mod (`prime` - 1), all big-endian: the exponents of a private RSA key that OpenSSH's
/// format leaves out (RFC 8017, section 3.2, `dP` and `dQ`).
///
/// By long division, a bit at a time: it is done twice when a key is read, and never on behalf of
/// someone who could measure how long it takes.
pub(super) fn exponent(number: &[u8], prime: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut modulus = Zeroizing::new(prime.to_vec());
    // A prime is odd: taking one away borrows from no other byte.
    if let Some(last) = modulus.last_mut() {
        *last &= 0xfe;
    }
    // A byte longer, so that doubling never overflows.
    modulus.insert(0, 0);
    let mut rest = Zeroizing::new(vec![0_u8; modulus.len()]);
    for bit in number.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)) {
        let mut carry = bit;
        for byte in rest.iter_mut().rev() {
            (*byte, carry) = (*byte << 1 | carry, *byte >> 7);
        }
        if *rest >= *modulus {
            let mut borrow = false;
            for (byte, taken) in rest.iter_mut().zip(modulus.iter()).rev() {
                let (less, first) = byte.overflowing_sub(*taken);
                let (less, second) = less.overflowing_sub(u8::from(borrow));
                (*byte, borrow) = (less, first || second);
            }
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::exponent;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_rest_of_the_division(number: u64, prime in 2_u64..) {
            let prime = prime | 1;
            let rest = exponent(&number.to_be_bytes(), &prime.to_be_bytes());
            let expected = (number % (prime - 1)).to_be_bytes();
            prop_assert_eq!(&rest[1..], &expected[..]);
        }
    }
}
