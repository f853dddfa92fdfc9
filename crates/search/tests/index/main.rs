//! The index as the portal uses it, on a real directory.

#[cfg(test)]
mod alike;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod explaining;
#[cfg(test)]
mod filtering;
#[cfg(test)]
mod finding;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod misspelling;
#[cfg(test)]
mod nearness;
#[cfg(test)]
mod ordering;
#[cfg(test)]
mod placing;
#[cfg(test)]
mod suggesting;
#[cfg(test)]
mod support;
