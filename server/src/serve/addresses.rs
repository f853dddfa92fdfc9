//! How many connections each address has open, so that no single machine takes them all.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

#[derive(Clone)]
pub struct Addresses {
    most: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One open connection, counted until this is dropped.
pub struct Seat {
    addresses: Addresses,
    /// `None`: not counted.
    of: Option<IpAddr>,
}

impl Addresses {
    pub fn new(most: usize) -> Self {
        Self { most, open: Arc::default() }
    }

    /// `None`: that address has as many as it may.
    pub fn enter(&self, address: IpAddr) -> Option<Seat> {
        let of = counted(address);
        if let Some(of) = of {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let count = open.entry(of).or_default();
            if *count >= self.most {
                return None;
            }
            *count += 1;
        }
        Some(Seat { addresses: self.clone(), of })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(of) = self.of else { return };
        let mut open = self.addresses.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&of) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&of);
            }
        }
    }
}

/// One subscriber has a whole /64 of IPv6. From this machine itself comes the proxy with everybody's requests.
fn counted(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        address if address.is_loopback() => None,
        IpAddr::V4(address) => Some(address.into()),
        IpAddr::V6(address) => Some(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_machine_cannot_take_every_connection() {
        let addresses = Addresses::new(2);
        let enter = |address: &str| addresses.enter(address.parse().unwrap());
        let (first, second) = (enter("192.0.2.1"), enter("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some());
        assert!(enter("192.0.2.1").is_none());
        assert!(enter("192.0.2.2").is_some());
        drop(first);
        assert!(enter("192.0.2.1").is_some());
        let _whole = (enter("2001:db8::1").unwrap(), enter("2001:db8::2:3:4:5").unwrap());
        assert!(enter("2001:db8::6").is_none(), "each address of one subscriber counts by itself");
        assert!(enter("2001:db8:0:1::1").is_some());
        let proxy: Vec<_> = (0..9).map(|_| enter("127.0.0.1")).collect();
        assert!(proxy.iter().all(Option::is_some), "a proxy on this machine brings everybody's");
        drop((proxy, second));
        assert!(!addresses.open.lock().unwrap().contains_key(&"192.0.2.2".parse::<IpAddr>().unwrap()));
    }
}
