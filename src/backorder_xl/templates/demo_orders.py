"""Which orders does the demo shop have?

One line per order: number | day | customer | what holds for all of it | SKU, quantity and what holds for that line; ...
"""

from __future__ import annotations

ORDERS = """
SO-1001 | 04-20 | C-105 | paid=yes status=closed | TNT-120 4 shipped=4; TNT-191 6 shipped=6
SO-1002 | 04-22 | C-101 | paid=yes status=closed | STV-201 1 shipped=1
SO-1003 | 04-23 | C-112 | need=05-29 promised=05-29 | PCK-303 6 shipped=4; LMP-010 6 shipped=6
SO-1004 | 04-24 | C-108 | paid=yes promised=06-05 note=Waits_since_April;_rang_twice | MAP-701 2
SO-1005 | 04-27 | C-103 | promised=06-12 | TNT-102 4 shipped=2; STV-220 2 shipped=2
SO-1006 | 04-28 | C-117 | paid=yes | SLP-402 2 shipped=2; SLP-401 2 shipped=2
SO-1007 | 04-29 | C-106 | paid=yes note=Did_not_want_it_any_more | TNT-103 1 cancelled=1
SO-1008 | 04-30 | C-115 | promised=06-15 note=Cancelled_four_of_six_on_29_May | TNT-103 6 cancelled=4
SO-1009 | 05-02 | C-104 | paid=yes | LMP-011 1 shipped=1; LMP-010 1 shipped=1
SO-1010 | 05-04 | C-102 | paid=yes promised=06-03 | LMP-011 2; STV-210 4
SO-1011 | 05-05 | C-107 | need=06-15 | LMP-011 8; PCK-310 8
SO-1012 | 05-28 | C-105 | prio=1 need=06-08 note=Best_customer | LMP-011 5; SLP-401 4; STV-201 3
SO-1013 | 05-06 | C-110 | | PCK-302 1 shipped=1; PCK-310 1 shipped=1
SO-1014 | 05-07 | C-109 | | LMP-020 6 shipped=2; LMP-021 10
SO-1015 | 05-08 | C-111 | paid=yes promised=06-19 | TNT-101 1; SLP-401 1
SO-1016 | 05-09 | C-113 | paid=yes | STV-202 1; STV-211 2
SO-1017 | 05-11 | C-118 | need=06-30 | PCK-311 16; LMP-010 8
SO-1018 | 05-12 | C-101 | paid=yes note=Wedding_present | KNF-502 1 spec=Engraving:_Solveig; KNF-510 1
SO-1019 | 05-12 | C-116 | paid=yes | STV-203 3; STV-211 1
SO-1020 | 05-13 | C-103 | need=06-20 | STV-210 24; STV-201 4; STV-221 4
SO-1021 | 05-13 | C-114 | paid=yes | TNT-102 1
SO-1022 | 05-14 | C-112 | need=06-12 prio=2 | PCK-303 4; PCK-302 2; LMP-010 12
SO-1023 | 05-15 | C-106 | complete=yes paid=yes note=Leaves_on_26_June | TNT-102 1; SLP-402 2; SLP-403 1
SO-1024 | 05-15 | C-108 | status=on_hold note=Card_was_refused | LMP-011 4; TNT-120 1
SO-1025 | 05-16 | C-117 | paid=yes to=18_Larch_Road,_Duluth_MN | BOA-601 1; BOA-602 1
SO-1026 | 05-18 | C-115 | | SLP-401 6; SLP-402 2
SO-1027 | 05-18 | C-102 | paid=yes | TNT-200 1
SO-1028 | 05-18 | C-104 | paid=yes | STV-201 1 shipped=1; STV-210 2 shipped=2
SO-1029 | 05-19 | C-113 | paid=yes | LMP-020 2; LMP-021 4
SO-1030 | 05-19 | C-118 | to=Boathouse,_Svolvær need=06-10 | BOA-601 2; BOA-602 4; PCK-311 4
SO-1031 | 05-20 | C-105 | | TNT-102 3; TNT-190 150; TNT-191 3
SO-1032 | 05-20 | C-111 | paid=yes | PCK-301 1; PCK-310 1
SO-1033 | 05-21 | C-110 | | STV-203 1
SO-1034 | 05-21 | C-107 | complete=yes need=07-10 | SLP-403 6; PCK-303 2
SO-1035 | 05-22 | C-101 | paid=yes | LMP-030 3; KNF-501 1
SO-1036 | 05-22 | C-109 | | LMP-030 20; LMP-020 3
SO-1037 | 05-23 | C-116 | paid=yes | TNT-120 1 shipped=1
SO-1038 | 05-24 | C-106 | paid=yes | TNT-200 1; STV-220 1
SO-1039 | 05-25 | C-103 | need=06-26 note=Summer_camp | TNT-190 "1,288"; TNT-191 12; KNF-510 24
SO-1040 | 05-25 | C-112 | | FIL-610 4; STV-210 12
SO-1041 | 05-26 | C-102 | paid=yes | STV-202 1; STV-211 1
SO-1042 | 05-26 | C-114 | paid=yes | PCK-301 1; LMP-010 1
SO-1043 | 05-26 | C-108 | paid=yes | KNF-502 1 spec=Engraving:_Hytta
SO-1044 | 05-27 | C-115 | | STV-220 4; STV-221 3
SO-1045 | 05-27 | C-113 | paid=yes | SLP-401 1; PCK-311 2
SO-1046 | "02/06/2026" | C-110 | note=Taken_on_the_telephone | LMP-010 2
SO-1047 | 05-28 | C-117 | paid=yes | TNT-102 1; TNT-120 1
SO-1048 | 05-28 | C-104 | paid=yes | KNF-501 2; KNF-510 1
SO-1049 | 05-29 | C-111 | paid=yes | LMP-011 1; LMP-010 1
SO-1050 | 05-29 | C-118 | | PCK-311 6; STV-211 4
SO-1051 | 05-30 | C-101 | paid=yes | TNT-101 1
SO-1052 | 05-30 | C-107 | | TNT-120 3; STV-201 6; STV-202 3
SO-1053 | 05-31 | C-106 | paid=yes | PCK-302 1
SO-1054 | 06-01 | C-112 | prio=2 need=06-18 | TNT-102 4; TNT-101 2; SLP-402 3
SO-1055 | 06-01 | C-116 | paid=yes | KNF-502 1 spec=Engraving:_P.N._2026
SO-1056 | 06-01 | C-105 | | LMP-010 4; PCK-301 4; KNF-510 6
SO-1057 | 06-02 | C-102 | paid=yes | MAP-701 1; LMP-030 1
SO-1058 | 06-02 | C-103 | | LMP-011 12; LMP-010 6; STV-210 6
SO-1059 | 06-02 | C-108 | paid=yes | STV-221 1; STV-220 1
SO-1060 | 06-03 | C-104 | paid=yes | SLP-402 1; PCK-301 1; LMP-021 2
"""
