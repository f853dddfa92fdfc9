//! Words that nearly every sentence has: they may be searched for, but tell little beside others.

use super::tokens;
use model::Locale;
use std::{collections::HashSet, sync::LazyLock};

/// Whether a folded token says little in the language.
pub(crate) fn is_weak_word(folded: &str, locale: Locale) -> bool {
    FOLDED[locale as usize].contains(folded)
}

static FOLDED: LazyLock<[HashSet<String>; 7]> =
    LazyLock::new(|| Locale::ALL.map(|locale| tokens(words(locale)).into_iter().map(|token| token.text).collect()));

/// Common verbs, pronouns, adverbs, and what every service says of itself.
fn words(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "about after again all alone am anymore ask because been before being but came come could day did does doing \
             done don dont else every everything feel find first getting give given go goes going good got had has he her \
             here him his if into its just keep know last let life like little ll long look looking lot made make making \
             many month months more most much must near never new no nobody not nothing now off old one only other our \
             out over people person please put re really say see she should so someone something still such take tell \
             than them then they thing things think this those time too try trying two under until up us use used using \
             ve very was way week well went were when which while whole whom why will without won wont work would year \
             years yes help helping service services support office offices centre center"
        }
        Locale::It => {
            "abbiamo adesso aiuto aiutare altri altro anche ancora andare anni anno avere avuto bene bisogno cerca cerco \
             cercare c'è cosa cose così deve devo dire dopo due essere era fa faccio fanno fare fatto fino già giorno \
             giorni gente ha hai hanno lei loro lui ma mai mese mesi mese mia miei me molto ne nessuno niente noi non \
             nostra nostro nuovo ogni oggi ora perché persona persone più poco posso possono potere prima primo proprio \
             può qualche qualcosa qualcuno quale quando quanto quello questa questo qui senza sempre sei sentire serve \
             servizi servizio siamo solo sono sta stare stato sto sua suo te tempo tra trovare tu tua tuo tutta tutti \
             tutto va vado vengo viene voglio volta vorrei vuole ufficio uffici centro"
        }
        Locale::Pt => {
            "agora ainda ajuda ajudar algo alguém algum alguma além amanhã ano anos antes apoio até bem cada cá coisa \
             coisas depois desde deve dia dias disse dizer ela ele eles era essa esse esta está estão estar este estou eu \
             falta faz fazer ficar foi gente há hoje ir isso isto já lá lhe mais mas mal me mês meses mesmo minhas meus \
             muita muito nada não nem nenhum ninguém nós nossa nosso nova novo nunca outra outro outros pessoa pessoas \
             pode podem poder posso pouco precisa precisar preciso primeiro procuro procurar qual quando quanto quem quer \
             quero saber sei sempre sempre ser serviço serviços só sou sua seu também te tem tempo tenho ter teve todo \
             todos toda todas tudo três tu uns vai vamos ver vez vezes vim vieram viver você vou balcão gabinete centro"
        }
        Locale::Es => {
            "ahí ahora algo alguien algún alguna allí ano año años antes apoyo aquí así ayuda ayudar bien buscar busco \
             cada casi ninguna cosa cosas cuál cuando cuándo cuánto dar decir desde después día días dice dos ella ellos \
             encontrar era eres esa ese eso esta está están estar estamos este esto estoy gente ha había hace hacer hacen \
             hago han has hasta hay he hoy ir ya ley les lo mal mas más menos mes meses mí mis mucha mucho muy nada nadie \
             necesito necesita ni ningún no nos nosotros nuestra nuestro nueva nuevo nunca os otra otro otros pero persona \
             personas poco poder podemos porque primero puede puedo pues qué quedar quedado quién quiere quiero sacar \
             saber sé seguir ser servicio servicios sí siempre sido sobre solo sólo somos son soy también tan te tener \
             tengo tiempo tiene tienen todo toda todos todas tu va vamos veces ver vez voy oficina oficinas centro"
        }
        Locale::Fr => {
            "accompagnement ai aide aider ailleurs ainsi ans an année après arrive as assez aucun aussi autre autres avant \
             avez avoir avons besoin bien car cela celui cet cette chaque chercher cherche chez chose choses comment \
             contre depuis dernier des deux dire dit doit dois donc dont encore entre es est été être eux faire fais fait \
             faut faute fois gens heure ici ils jamais jour jours juste là leurs lui mais mal me même mieux moi mois moins \
             n ne ni nos notre nous nouveau nouvelle on où parce peu peut peuvent peux personne personnes plus pourquoi \
             pouvoir premier prendre près puis quand quel quelle quelque quelqu'un quoi rien s sais sait sans savoir seul \
             seule service services si sommes sont soutien souvent suis sur ta te temps toi ton toujours tous tout toute \
             toutes très trop trouver tu va vais vers veut veux vient voir vos votre vous vraiment y bureau bureaux guichet centre"
        }
        Locale::El => {
            "αλλά άλλο άλλος αν αντί από απ' αργά αυτή αυτό αυτός βοήθεια βοηθήσει βρω βρίσκω γιατί γίνει δεν δικό δύο \
             εγώ εδώ εκεί εμείς εμένα ένας έτσι έχει έχω έχουμε ήδη ήταν θα ίσως καθόλου και καλά κάθε κάνω κάνει κάποιος \
             κάποιον κάπου κάτι κι λίγο μας με μέρα μέρες μετά μέχρι μήνα μήνες μην μόνο μόνος μου μπορεί μπορώ μπορούμε \
             να νέο νέα όλα όλοι όλη όλο όποιος όπου όπως όταν ότι όχι παντού πάντα παρά πάρω πάει πάω πάλι περισσότερο \
             πια πιο ποιος ποια ποιο πολύ πολλά πού πότε ποτέ πράγμα πράγματα πρέπει πριν πρώτα πώς σας σε σήμερα σου \
             συνέχεια τίποτα τόσο τότε τους τώρα υπάρχει υπηρεσία υπηρεσίες υποστήριξη χρειάζομαι χρειάζεται χρόνια \
             χρόνο χωρίς ψάχνω ως όσο άτομα άτομο γραφείο γραφεία κέντρο"
        }
        Locale::Ar => {
            "أحتاج احتاج أريد اريد بدي بدّي عندي عنده لدي كان كانت يكون ليس لا لم لن لي له لها لهم لنا معي معه وين فين \
             شو مين متى كم كل بعض غير بعد قبل حتى عند بين تحت فوق جدا كثير كثيرة قليل اليوم الآن هلأ هلق لسا لسه بس مش مو \
             أي اي احد أحد حدا شخص اشخاص أشخاص الناس ناس شي شيء أشياء يوم أيام شهر أشهر سنة سنوات مرة أول جديد جديدة \
             ألاقي الاقي أجد اجد أبحث ابحث أعرف اعرف بعرف أقدر اقدر بقدر أستطيع استطيع يمكن ممكن لازم يجب خدمة خدمات \
             مساعدة المساعدة دعم نحن أنت انت هم هي لأن لان إذا اذا لكن ولا وما قد ثم أو ذلك تلك هناك هون هنا مكتب مركز"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_words_are_known_as_they_are_folded() {
        assert!(
            is_weak_word("ano", Locale::Pt) && is_weak_word("ειμαι", Locale::El) != is_weak_word("εχω", Locale::El)
        );
        assert!(is_weak_word("اريد", Locale::Ar) && !is_weak_word("bread", Locale::En));
    }
}
