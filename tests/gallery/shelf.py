"""The books on the stage's shelf: who teaches what, in which language, at what price.

Every course here has short lessons of one paragraph; the course worth reading is the folder
`honest-numbers`, and the demo stands beside it.
"""

from dataclasses import dataclass

from accounts.enums import Role
from core.money import Money
from course_pages.drawings.covers import Palette
from interchange.services.demo import INSTRUCTOR, DemoPerson

NAYA = DemoPerson(
    "naya@example.com",
    "Naya",
    "Rahmawati",
    Role.INSTRUCTOR,
    headline="Reads more code than she writes",
    bio="Naya has kept other people's programs alive for fifteen years.\n\n"
    "She teaches how to find your way in code that nobody has explained to you.",
)
BIMA = DemoPerson(
    "bima@example.com",
    "Bima",
    "Kusuma",
    Role.INSTRUCTOR,
    headline="Statistician of a cooperative",
    bio="Bima counts chilli, cabbage and tomato below Mount Merapi.",
)
YUSRA = DemoPerson(
    "yusra@example.com",
    "يسرى",
    "حداد",
    Role.INSTRUCTOR,
    headline="خطاطة ومعلمة",
    bio="تعلّم يسرى خط الرقعة والعربية لغير الناطقين بها منذ عشرين عامًا.",
)
INES = DemoPerson("ines@example.com", "Inês", "de Vasconcelos Moreira", Role.INSTRUCTOR)
"""A long name, and nothing told of herself."""
TEACHERS = (INSTRUCTOR, NAYA, BIMA, YUSRA, INES)


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    indonesian: str
    arabic: str
    parent: str = ""
    palette: Palette | None = None
    """The subject's own colors; without them the site gives it a pair."""


SUBJECTS = (
    Subject("Programming", "Pemrograman", "البرمجة", palette=Palette("#1d2b5c", "#dbe4f5")),
    Subject("Python", "Python", "بايثون", parent="Programming"),
    Subject("Data", "Data", "البيانات", palette=Palette("#0d4d44", "#d3ebc9")),
    Subject("Statistics", "Statistika", "الإحصاء", parent="Data"),
    Subject("Databases", "Basis data", "قواعد البيانات", parent="Data"),
    Subject(
        "Art and craft", "Seni dan kriya", "الفن والحرف", palette=Palette("#94293c", "#fbdccb")
    ),
    Subject("Languages", "Bahasa", "اللغات", palette=Palette("#6a3c17", "#f7d98c")),
    Subject("Writing", "Menulis", "الكتابة", parent="Languages"),
    Subject("Business", "Usaha", "الأعمال"),
    Subject("Science", "Sains", "العلوم"),
    Subject("Teaching", "Mengajar", "التعليم"),
    Subject("Music", "Musik", "الموسيقى"),
    Subject("Health", "Kesehatan", "الصحة", palette=Palette("#4d2a4c", "#f1d3df")),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A course's words in another language; its lessons stay in the original's."""

    language: str
    title: str
    subtitle: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    slug: str
    title: str
    subtitle: str
    teacher: DemoPerson
    category: tuple[str, ...]
    """Names in the language of the course."""
    modules: dict[str, str]
    """Title of each module to its lessons: "Title 12, Another 7*", minutes last, * for a free
    preview."""
    price: Money = Money(0, "USD")
    language: str = "en"
    level: str = "beginner"
    delivery: str = "self_paced"
    description: str = ""
    outcomes: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    translations: tuple[Words, ...] = ()
    has_thumbnail: bool = False
    cover: str = ""


LONGEST_TITLE = (
    "Sleep, Light, Shift Work: what nurses, drivers and bakers can do about nights, "
    "naps and the days between them: six weeks"
)
"""120 characters."""

BOOKS = (
    Book(
        "menulis-laporan",
        "Menulis Laporan yang Dibaca Orang",
        "Dari halaman kosong sampai laporan satu lembar",
        BIMA,
        ("Bahasa", "Menulis"),
        {
            "Sebelum menulis": "Siapa pembacanya 8*, Satu pertanyaan 6, Mencari bahan 12",
            "Menulis": "Kalimat pertama 10, Angka di dalam teks 9, Memotong 7",
        },
        language="id",
        description="<p>Laporan yang baik menjawab satu pertanyaan. Kursus ini memandu Anda dari "
        "pertanyaan itu sampai halaman terakhir, dengan contoh dari koperasi dan sekolah.</p>",
        outcomes=("Menulis untuk satu pembaca", "Memakai angka tanpa membuat bingung"),
    ),
    Book(
        "books-for-a-small-shop",
        "Bookkeeping for a Small Shop",
        "Know on Friday what the week has earned",
        INSTRUCTOR,
        ("Business",),
        {
            "Two columns": "What comes in 9*, What goes out 9, The box and the bank 11",
            "A month": "Closing a week 14, Closing a month 21, What to keep for the tax 16",
        },
        price=Money(45_000_000, "IDR"),
        delivery="classroom",
        description="<p>Five evenings with the papers of a shop like yours: receipts, a cash "
        "book, and the three questions a bank will ask.</p>",
        requirements=("Receipts of one month, yours or ours",),
    ),
    Book(
        "listening-to-gamelan",
        "Listening to Gamelan",
        "Hear the layers, find the gong, keep the time",
        INES,
        ("Music",),
        {
            "The gong": "One stroke 5*, The frame 9, Halving 12",
            "The layers": "Bones 14, Flowers 16, The drum leads 18",
            "Whole pieces": "Ladrang 24, Ketawang 22, Ending 9",
        },
        level="advanced",
        translations=(
            Words(
                "id",
                "Menyimak Gamelan",
                "Dengar lapisannya, temukan gongnya",
                ("Gong", "Lapisan", "Lagu utuh"),
            ),
        ),
    ),
    Book(
        "reading-a-codebase",
        "Reading a Codebase",
        "Find your way in a program that nobody has explained to you",
        NAYA,
        ("Programming",),
        {
            "Finding the door": "Where a program begins 8*, Follow the import 11, Names 9",
            "Reading with tools": "Search well 10, With the debugger 14, Ask the history 13",
            "Changing one thing": "The smallest change 16, A test first 18, Sending it in 12",
        },
        price=Money(2400, "USD"),
        level="intermediate",
        description="<p>Most of programming is reading. You learn to enter a large program "
        "calmly, to follow one thread, and to leave a note for whoever comes next.</p>"
        "<p>The examples are in Python; the ways of reading are not.</p>",
        outcomes=(
            "Find where a program begins, and where your question is answered",
            "Use search, debugger and history, each for what it is good at",
            "Change one thing and show that nothing else changed",
        ),
        requirements=("You have written a few programs of your own",),
        translations=(
            Words(
                "ar",
                "قراءة برنامج كبير",
                "جد طريقك في برنامج لم يشرحه لك أحد",
                ("الباب", "القراءة بالأدوات", "تغيير شيء واحد"),
            ),
        ),
    ),
    Book(
        "statistika-untuk-semua",
        "Statistika untuk Semua",
        "Delapan minggu bersama, satu kumpulan data milik sendiri",
        BIMA,
        ("Data", "Statistika"),
        {
            "Melihat": "Apa itu data 10*, Tabel 12, Grafik 15",
            "Menghitung": "Nilai tengah 14, Sebaran 16, Kebetulan 20",
        },
        language="id",
        delivery="classroom",
        description="<p>Anda membawa satu kumpulan data, dan pulang dengan satu jawaban yang "
        "dapat dipertanggungjawabkan.</p>",
    ),
    Book(
        "watercolour-basics",
        "Watercolour Basics",
        "Water first, colour second",
        INES,
        ("Art and craft",),
        {
            "Water": "Paper and water 7*, A flat wash 12, A graded wash 14, Wet on wet 9",
            "Colour": "Three pigments 13, Greens that live 15, Greys 11",
            "Outdoors": "Ten minutes 10, One afternoon 40",
        },
        price=Money(1500, "USD"),
        has_thumbnail=True,
        description="<p>Nine small paintings. Each needs three pigments and one brush.</p>",
    ),
    Book(
        "arabic-for-the-road",
        "Arabic for the Road",
        "Read signs, greet people, pay for tea",
        YUSRA,
        ("Languages",),
        {
            "Signs": "Letters that stand alone 20*, Letters that join 25, Numbers 12",
            "People": "Greetings 14, Asking the way 18, Tea 11",
        },
        price=Money(1800, "USD"),
        translations=(
            Words(
                "id", "Bahasa Arab untuk Perjalanan", "Baca papan, sapa orang", ("Papan", "Orang")
            ),
        ),
    ),
    Book(
        "soil-water-seed",
        "Soil, Water, Seed: a Kitchen Garden",
        "From a bucket of earth to the first salad",
        INES,
        ("Science",),
        {
            "Soil": "What soil is made of 9*, A jar of mud 12*, Feeding it 8",
            "Water": "How much 7, When 6",
            "Seed": "Too deep and too early 9, Waiting 4",
        },
        has_thumbnail=True,
        translations=(
            Words(
                "ar",
                "تربة وماء وبذرة: حديقة للمطبخ",
                "من دلو تراب إلى أول سلطة",
                ("التربة", "الماء", "البذرة"),
            ),
        ),
    ),
    Book(
        "mabadi-al-ruqah",
        "مبادئ خط الرقعة",
        "قلم واحد وعشرون دقيقة في اليوم",
        YUSRA,
        ("الفن والحرف",),
        {
            "النقطة والخط": "القلم والحبر 8*, النقطة 12, الألف 15",
            "الحروف": "الباء وأخواتها 20, الجيم وأخواتها 22, السين 18",
        },
        language="ar",
        description="<p>الرقعة خط اليد اليومي: سريع وواضح. تبدأ بالنقطة، فهي مقياس كل حرف.</p>",
        outcomes=("تكتب حروف الرقعة بنسب صحيحة", "تقرأ رسالة مكتوبة باليد"),
    ),
    Book(
        "teaching-with-questions",
        "Teaching with Questions",
        "A class that asks more than you do",
        INSTRUCTOR,
        ("Teaching",),
        {"Asking": "Wait three seconds 6*, Open and closed 11", "Listening": "Wrong answers 14"},
        price=Money(1200, "USD"),
        level="intermediate",
        delivery="classroom",
    ),
    Book(
        "sleep-and-shift-work",
        LONGEST_TITLE,
        "",
        NAYA,
        ("Health",),
        {
            "Nights": "Why nights are hard 10*, Light 12, Before the shift 9, After the shift 9",
            "Naps": "Twenty minutes 5, Ninety minutes 6",
        },
        level="intermediate",
    ),
    Book(
        "python-from-questions",
        "Python from Questions",
        "Twelve questions, twelve programs",
        NAYA,
        ("Programming", "Python"),
        {
            "Files": "Which is the largest 18*, What changed 22, Rename them all 25",
            "Text": "How often 20, Who wrote this 35, Dates 30",
            "The web": "Is it up 28, What does it cost 45",
        },
        price=Money(60_000_000, "IDR"),
        level="advanced",
        cover="parang",
    ),
    Book(
        "first-aid-at-home",
        "First Aid at Home",
        "Five minutes before help comes",
        INES,
        ("Health",),
        {"Before help comes": "Call first 4*, Bleeding 8, Burns 7"},
        has_thumbnail=True,
        description="<p>Three short lessons, and a list for the door of the fridge.</p>",
    ),
)
