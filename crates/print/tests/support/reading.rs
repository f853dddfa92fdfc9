//! What a reading program makes of a document: the words of its structure tree in order, and what is drawn.

use lopdf::{Dictionary, Document, Object, content::Operation};
use std::collections::HashMap;

/// A document that was read. Lengths in points, from the top left corner.
pub struct Reading {
    pub document: Document,
    pub size: (f32, f32),
    /// The parts that have words of their own, in order.
    pub parts: Vec<Part>,
    /// Each kind of element, in order.
    pub kinds: Vec<String>,
    /// Rectangles that are filled, by the mark they are in.
    pub filled: Vec<(i64, [f32; 4])>,
    /// Where text begins, by the mark it is in.
    pub starts: Vec<(i64, [f32; 2])>,
    /// Operators that choose a colour, with what they choose.
    pub colours: Vec<(String, Vec<f32>)>,
}

#[derive(Debug)]
pub struct Part {
    pub kind: String,
    pub language: String,
    pub alternative: Option<String>,
    pub words: String,
    pub marks: Vec<i64>,
}

/// What is inside one mark of the content.
#[derive(Default)]
struct Marked {
    words: String,
    language: Option<String>,
}

type Matrix = [f32; 6];

pub fn read(bytes: &[u8]) -> Reading {
    let document = Document::load_mem(bytes).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 1, "not one page");
    let page = pages[&1];
    let media = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    let media: Vec<f32> = media.iter().map(|side| side.as_float().unwrap()).collect();
    let mut content = Content::of(&document, page, media[3]);
    for operation in document.get_and_decode_page_content(page).unwrap().operations {
        content.take(&operation);
    }
    let Content { marked, filled, starts, colours, .. } = content;
    let mut reading = Reading {
        size: (media[2], media[3]),
        parts: Vec::new(),
        kinds: Vec::new(),
        filled,
        starts,
        colours,
        document: document.clone(),
    };
    let tree = dictionary(&document, document.catalog().unwrap(), b"StructTreeRoot");
    let language = document.catalog().unwrap().get(b"Lang").map(text).unwrap();
    walk(&document, tree.get(b"K").unwrap(), &language, &marked, &mut reading);
    reading
}

pub fn dictionary<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
    document.dereference(holder.get(key).unwrap()).unwrap().1.as_dict().unwrap()
}

fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

fn walk(document: &Document, of: &Object, language: &str, marked: &HashMap<i64, Marked>, reading: &mut Reading) {
    match document.dereference(of).unwrap().1 {
        Object::Array(children) => {
            children.iter().for_each(|child| walk(document, child, language, marked, reading));
        }
        Object::Integer(mark) => {
            let words = &marked[mark];
            let part = reading.parts.last_mut().unwrap();
            part.words.push_str(&words.words);
            part.marks.push(*mark);
            if let Some(language) = &words.language {
                part.language.clone_from(language);
            }
        }
        Object::Dictionary(element) => {
            let Ok(kind) = element.get(b"S").and_then(Object::as_name) else { return };
            let kind = String::from_utf8_lossy(kind).into_owned();
            let language = element.get(b"Lang").map_or(language.to_owned(), text);
            reading.kinds.push(kind.clone());
            reading.parts.push(Part {
                kind,
                language: language.clone(),
                alternative: element.get(b"Alt").ok().map(text),
                words: String::new(),
                marks: Vec::new(),
            });
            if let Ok(children) = element.get(b"K") {
                walk(document, children, &language, marked, reading);
            }
        }
        _ => {}
    }
}

/// One page's operators, taken one after the other.
struct Content<'a> {
    document: &'a Document,
    resources: &'a Dictionary,
    fonts: std::collections::BTreeMap<Vec<u8>, &'a Dictionary>,
    font: Vec<u8>,
    matrix: Matrix,
    kept: Vec<Matrix>,
    text: Matrix,
    corners: Vec<(f32, f32)>,
    rectangles: Vec<[f32; 4]>,
    /// Open marks: their number, and whether they say what they read.
    open: Vec<(Option<i64>, bool)>,
    /// Glyphs that are marked as standing in reverse, and how many marks are open around them.
    reversed: Option<(usize, Vec<String>)>,
    marked: HashMap<i64, Marked>,
    filled: Vec<(i64, [f32; 4])>,
    starts: Vec<(i64, [f32; 2])>,
    colours: Vec<(String, Vec<f32>)>,
}

impl<'a> Content<'a> {
    fn of(document: &'a Document, page: lopdf::ObjectId, height: f32) -> Self {
        let (resources, ids) = document.get_page_resources(page).unwrap();
        Self {
            document,
            resources: resources.unwrap_or_else(|| document.get_dictionary(ids[0]).unwrap()),
            fonts: document.get_page_fonts(page).unwrap(),
            font: Vec::new(),
            // From the top.
            matrix: [1.0, 0.0, 0.0, -1.0, 0.0, height],
            kept: Vec::new(),
            text: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            corners: Vec::new(),
            rectangles: Vec::new(),
            open: Vec::new(),
            reversed: None,
            marked: HashMap::new(),
            filled: Vec::new(),
            starts: Vec::new(),
            colours: Vec::new(),
        }
    }

    fn take(&mut self, operation: &Operation) {
        let number = |at: usize| operation.operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
        let six = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operation.operator.as_str() {
            "q" => self.kept.push(self.matrix),
            "Q" => self.matrix = self.kept.pop().unwrap(),
            "cm" => self.matrix = multiplied(six(), self.matrix),
            "m" | "l" => self.corners.push(at(self.matrix, number(0), number(1))),
            "re" => {
                let (x, y) = at(self.matrix, number(0), number(1));
                let (right, bottom) = at(self.matrix, number(0) + number(2), number(1) + number(3));
                self.rectangles.push([x.min(right), y.min(bottom), x.max(right), y.max(bottom)]);
            }
            "h" => self.close(),
            "f" | "f*" => {
                self.close();
                let mark = self.mark().unwrap_or(-1);
                self.filled.extend(self.rectangles.drain(..).map(|rectangle| (mark, rectangle)));
            }
            "BDC" | "BMC" => self.begin(operation),
            "EMC" => self.end(),
            "Tm" => self.text = six(),
            "Tf" => self.font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" | "TJ" => self.show(&operation.operands[0]),
            "g" | "rg" | "k" | "sc" | "scn" => {
                let chosen = operation.operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
                self.colours.push((operation.operator.clone(), chosen));
            }
            _ => {}
        }
    }

    fn mark(&self) -> Option<i64> {
        self.open.iter().rev().find_map(|(mark, _)| *mark)
    }

    fn close(&mut self) {
        if let Some((x, y)) = self.corners.first().copied() {
            let grown = self.corners.drain(..).fold([x, y, x, y], |[left, top, right, bottom], (x, y)| {
                [left.min(x), top.min(y), right.max(x), bottom.max(y)]
            });
            self.rectangles.push(grown);
        }
    }

    fn begin(&mut self, operation: &Operation) {
        let properties = operation.operands.get(1).and_then(|operand| match operand {
            Object::Dictionary(properties) => Some(properties),
            Object::Name(name) => {
                Some(dictionary(self.document, dictionary(self.document, self.resources, b"Properties"), name))
            }
            _ => None,
        });
        let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        let mark = get(b"MCID").map(|mark| mark.as_i64().unwrap());
        let read = get(b"ActualText").map(text);
        let said_before = self.open.iter().any(|(_, says)| *says);
        self.open.push((mark, read.is_some()));
        if operation.operands[0].as_name().unwrap() == b"ReversedChars" {
            self.reversed = Some((self.open.len(), Vec::new()));
        }
        let Some(mark) = self.mark() else { return };
        let language = get(b"Lang").map(text);
        let marked = self.marked.entry(mark).or_default();
        marked.language = marked.language.take().or(language);
        if let (Some(read), false) = (read, said_before) {
            marked.words.push_str(&read);
        }
    }

    fn end(&mut self) {
        if let Some((_, mut glyphs)) = self.reversed.take_if(|(depth, _)| *depth == self.open.len()) {
            glyphs.reverse();
            let mark = self.mark().unwrap();
            self.marked.entry(mark).or_default().words.push_str(&glyphs.concat());
        }
        self.open.pop().unwrap();
    }

    fn show(&mut self, shown: &Object) {
        let encoding = self.fonts[&self.font].get_font_encoding(self.document).unwrap();
        let strings = match shown {
            Object::Array(parts) => parts.iter().filter_map(|part| part.as_str().ok()).collect(),
            string => vec![string.as_str().unwrap()],
        };
        // Two bytes a glyph.
        let glyphs = strings.into_iter().flat_map(|part| part.chunks(2));
        let glyphs: Vec<String> = glyphs.map(|glyph| Document::decode_text(&encoding, glyph).unwrap()).collect();
        let mark = self.mark().expect("text that belongs to nothing");
        self.starts.push((mark, at(multiplied(self.text, self.matrix), 0.0, 0.0).into()));
        match &mut self.reversed {
            _ if self.open.iter().any(|(_, says)| *says) => {}
            Some((_, reversed)) => reversed.extend(glyphs),
            None => self.marked.entry(mark).or_default().words.push_str(&glyphs.concat()),
        }
    }
}

fn multiplied([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix) -> Matrix {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn at([a, b, c, d, e, f]: Matrix, x: f32, y: f32) -> (f32, f32) {
    (a * x + c * y + e, b * x + d * y + f)
}
