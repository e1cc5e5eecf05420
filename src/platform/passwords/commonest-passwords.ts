/**
 * The most common passwords of eight characters and more, in lower case. Guessing starts with them, so they are refused
 * without a request to the breach service.
 */
const WORDS = `
  12345678 123456789 1234567890 12345678910 1234567891 123456781 123456780 1234567899 0123456789 012345678 01234567
  87654321 987654321 0987654321 9876543210 11111111 111111111 1111111111 22222222 33333333 44444444 55555555 555555555
  66666666 666666666 77777777 777777777 88888888 888888888 99999999 999999999 00000000 000000000 0000000000 12341234
  11223344 1122334455 112233445566 123123123 123321123 123454321 12344321 1234554321 123456654321 12121212 10101010
  13131313 69696969 42424242 147258369 147852369 159753159 741852963 963852741 789456123 123654789 789654123
  321654987 456789123 111222333 111222333444 123789456 20202020 19901990 19911991 19921992 20002000 31415926 31415927
  password password1 password2 password3 password5 password7 password9 password0 password01 password10 password11
  password12 password13 password21 password22 password69 password99 password123 password1234 password12345
  password123456 password! password1! password12! password123! password@1 password@123 password#1 passwords passwort
  passwort1 passwort123 passw0rd passw0rd1 passw0rd! p@ssword p@ssword1 p@ssw0rd p@ssw0rd1 p@ssw0rd! p@ssw0rd123
  pa$$word pa$$w0rd pa55word passwordpassword mypassword mypassword1 newpassword thepassword nopassword motdepasse
  contraseña contrasena wachtwoord passpass pass1234 pass12345 passme123 passwd123 drowssap
  qwertyui qwertyuiop qwertyuiop1 qwertyuiop123 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty1! qwerty123!
  qwertyqwerty qwertz123 qwertzui qwertzuiop azertyui azertyuiop azerty123 asdfghjk asdfghjkl asdfghjkl1 asdfghjkl;
  asdfasdf asdf1234 asdf123456 asdfqwer asdfzxcv zxcvbnm1 zxcvbnm12 zxcvbnm123 zxcvbnm, zxcvasdf qweasdzxc qweasd123
  qweqweqwe qwer1234 qwer12345 qwerasdf qwerasdfzxcv qwe123qwe qwe123456 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r!
  q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 2wsx3edc zaq12wsx zaq1zaq1 zaq1xsw2
  !qaz2wsx qazwsxedc qazwsx123 qazxswedc 1234qwer 12345qwert 123456qwerty 123qweasd 123qweasdzxc 123qwe123 123qwe123qwe
  a1b2c3d4 a1b2c3d4e5 abcd1234 abcd12345 abcd123456 abcdefgh abcdefghi abcdefghij abc12345 abc123456 abc123abc
  abc123456789 abcabcabc aa123456 aa12345678 aa123123 a1234567 a12345678 a123456789 a123456a aaaaaaaa aaaaaaaaaa
  asd123456 zxc123456 qaz123456 q12345678 q123456789 123456aa 123456ab 123456abc 123456789a 123456789q 12345678a 1234567a
  12345qwe 1234abcd 1a2b3c4d 1111aaaa xxxxxxxx zzzzzzzz abababab
  iloveyou iloveyou1 iloveyou2 iloveyou3 iloveyou! iloveyou123 iloveyou12 iloveu123 iloveme1 iloveyouu iloveyousomuch
  ilovegod ilovejesus iloveher ilovehim loveyou1 loveyou2 lovelove loveme123 lovelife loveforever forever1 forever21
  sunshine sunshine1 princess princess1 princess123 football football1 football12 football123 baseball baseball1
  baseball12 basketball basketball1 softball volleyball swimming hockey123 soccer123 superman superman1 superstar
  batman123 spiderman spiderman1 wolverine starwars starwars1 startrek pokemon1 pokemon123 minecraft minecraft1 fortnite
  roblox123 nintendo playstation warcraft starcraft counterstrike trustno1 whatever whatever1 computer computer1
  internet internet1 samsung1 samsung123 iphone123 google123 facebook facebook1 myspace1 linkedin linkedin1 twitter1
  youtube1 microsoft windows10 windows1 mustang1 corvette porsche1 ferrari1 mercedes yamaha123 harley123 kawasaki
  michelle michelle1 jennifer jennifer1 jessica1 jessica123 elizabeth elizabeth1 alexander alexander1 alexandra
  alexandre samantha samantha1 christian christian1 christopher christina christine stephanie veronica patricia
  victoria victoria1 valentina charlotte charlie1 charlie123 ashley123 amanda123 michael1 michael123 daniel123
  jordan23 jordan123 anthony1 andrew123 thomas123 robert123 matthew1 nicholas nicholas1 jonathan benjamin benjamin1
  sebastian francisco alejandro alejandra fernando gabriela carolina isabella gabriel1 brandon1 william1 richard1
  jackson1 johnson1 anderson garfield snoopy123 scooby123 mickey123 tinkerbell butterfly butterfly1 chocolate chocolate1
  strawberry cupcake1 cookie123 banana123 orange123 apple123 cheese123 pepper123 buttercup blueberry watermelon
  liverpool liverpool1 liverpoolfc chelsea1 chelsea123 chelseafc arsenal1 arsenal123 manchester manchester1 manutd123
  barcelona barcelona1 realmadrid juventus steelers steelers1 cowboys1 lakers24 yankees1 dolphins patriots packers1
  redskins1 eagles123 bulldogs panthers wildcats
  welcome1 welcome2 welcome12 welcome123 welcome01 welcome1! welcome@123 letmein1 letmein12 letmein123 letmein! letmeinn
  hello123 hello1234 hello12345 hellohello helloworld hellokitty hello123! goodbye1 changeme changeme1 changeme123
  changeme! changethis changeit secret123 secret12 secretsecret topsecret mysecret1 admin123 admin1234 admin12345
  admin123456 admin@123 admin123! adminadmin administrator administrator1 root1234 root12345 rootroot rootpassword
  toor1234 test1234 test12345 test123456 testtest testtest1 testing1 testing123 testuser tester123 testpassword test123!
  user1234 user12345 username username1 guest123 guest1234 guestguest default1 default123 temp1234 temp12345 temppass
  temporary system123 server123 oracle123 mysql123 postgres postgres1 database database1 master123 mastermaster manager1
  manager123 support1 support123 service1 service123 login123 login1234 security security1 access14 access123
  monkey123 monkey12 dragon123 dragon12 shadow123 shadow12 tigger12 killer123 hunter123 ranger123 buster123 hammer123
  maverick midnight midnight1 moonlight moonlight1 sunflower rainbow1 rainbow123 starlight snowball lightning thunder1
  blackjack blink182 metallica metallica1 slipknot slipknot1 nirvana1 greenday eminem123 rockstar rockstar1 guitar123
  creative cocacola cocacola1 pepsi123 budlight jackdaniels marlboro marlboro1 newcastle newyork1 newyork123 california
  california1 australia brooklyn scotland ireland1 portugal colombia argentina brasil123 america1 freedom1 freedom123
  liberty1 blessed1 blessing faith123 jesus123 jesuschrist jesus777 heaven123 angel123 angels123 angelica babygirl
  babygirl1 babygirl123 babyboy1 sweetheart sweetpea sexygirl beautiful beautiful1 gorgeous fuckyou1 fuckyou2 fuckyou123
  fuckyou! fuckoff1 asshole1 bullshit computer123 december september november february wednesday thursday saturday
  january1 monday123 friday13 summer01 summer12 summer123 summer2020 summer2021 summer2022 summer2023 summer2024
  summer2025 summer2026 winter01 winter123 winter2020 winter2021 winter2022 winter2023 winter2024 winter2025 winter2026
  spring123 spring2024 spring2025 spring2026 autumn123 autumn2024 autumn2025 autumn2026 trustnoone nothing1 nothing123
  something anything everything opensesame abracadabra correcthorsebatterystaple
  fasttrack fasttrack1 fasttrack123 fasttrack! fasttrack2026
`;

export const COMMONEST_PASSWORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
